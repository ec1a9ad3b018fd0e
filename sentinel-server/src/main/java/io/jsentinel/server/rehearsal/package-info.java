/** The rehearsal of a failover in a daemon that has just started. */
package io.jsentinel.server.rehearsal;
