/**
 * The sandbox: a master, replicas and sentinels as real processes on this machine, to watch a failover and to break
 * things without harm.
 */
package io.jsentinel.cli.sandbox;
