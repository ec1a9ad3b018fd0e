/** Promises that hold after every event of a storm. */
package io.jsentinel.sim.check;
