/**
 * Real Redis and sentinel processes, a scriptable fake node and a blocking RESP client: what tests, the sandbox and
 * the benchmarks stand on. It needs nothing but the JDK.
 *
 * <p>Whatever is started here ends with the object that started it, and at the latest with the JVM.
 */
package io.jsentinel.testkit;
