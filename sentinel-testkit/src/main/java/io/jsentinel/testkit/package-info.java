/** Starts and stops real Redis servers and stand-ins for them, for the tests of all modules and for the sandbox. */
package io.jsentinel.testkit;
