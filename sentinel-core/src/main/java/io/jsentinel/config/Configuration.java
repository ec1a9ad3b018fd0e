package io.jsentinel.config;

import java.util.List;

/**
 * All that a configuration says.
 *
 * @param sentinel what is monitored and how: what the core starts from
 * @param server the process around the core
 * @param notices settings that are accepted and kept but do not do what they say, a sentence each, for the log
 */
public record Configuration(SentinelConfig sentinel, ServerConfig server, List<String> notices) {

    public Configuration {
        notices = List.copyOf(notices);
    }
}
