package io.jsentinel.config;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a configuration says.
 *
 * @param sentinel what is monitored and how: what the core starts from
 * @param server the process around the core
 * @param notices settings that are accepted and kept but do not do what they say, a sentence each, for the log
 * @param named the plain directives that it has a line of, in small letters
 */
public record Configuration(SentinelConfig sentinel, ServerConfig server, List<String> notices, Set<String> named) {

    public Configuration {
        notices = List.copyOf(notices);
        named = Collections.unmodifiableSet(new TreeSet<>(named));
    }

    /** The same with other parts, and other things to be said. */
    public Configuration with(SentinelConfig newSentinel, ServerConfig newServer, List<String> newNotices) {
        return new Configuration(newSentinel, newServer, newNotices, named);
    }
}
