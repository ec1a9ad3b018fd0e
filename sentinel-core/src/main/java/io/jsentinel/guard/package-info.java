/** Whom data and instances belong to: what a restarted master may do to its replicas, who is foreign, who is alone. */
package io.jsentinel.guard;
