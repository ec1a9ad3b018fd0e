package io.jsentinel;

import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.topology.Self.Listening;

/**
 * What a sentinel starts from.
 *
 * @param config settings and saved state
 * @param process what it must know of the process around it
 * @param listening how others reach it
 */
public record Startup(SentinelConfig config, ProcessSettings process, Listening listening) {

    /** A start with nothing special about the process but its clockwork. */
    public Startup(SentinelConfig config, Timing timing, Listening listening) {
        this(config, ProcessSettings.of(timing), listening);
    }
}
