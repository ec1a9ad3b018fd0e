/** Flows of the protocol, written down for people: who sends what to whom, and what is announced. */
package io.jsentinel.sim.flow;
