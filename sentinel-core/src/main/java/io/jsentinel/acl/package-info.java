/**
 * Users and what they may do: rules, passwords, and the log of what was denied. Pure: files, connections and the clock
 * are somebody else's.
 */
package io.jsentinel.acl;
