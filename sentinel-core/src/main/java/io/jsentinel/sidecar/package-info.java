/** The daemon beside a Redis server in a pod: finds the set's master with the other pods, and keeps its server in its role. */
package io.jsentinel.sidecar;
