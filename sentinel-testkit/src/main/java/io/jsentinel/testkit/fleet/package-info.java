/**
 * Thousands of Redis servers in one thread, as far as a sentinel can tell: for tests and measurements of many masters.
 * {@link io.jsentinel.testkit.fleet.Fleet} is the way in.
 */
package io.jsentinel.testkit.fleet;
