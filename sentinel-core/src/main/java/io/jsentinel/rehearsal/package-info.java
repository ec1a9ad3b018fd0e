/** A failover in memory, among parts of its own: what makes the first real one as fast as the later ones. */
package io.jsentinel.rehearsal;
