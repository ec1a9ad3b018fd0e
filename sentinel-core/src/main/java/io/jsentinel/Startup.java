package io.jsentinel;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.topology.Self.Listening;

/**
 * What a sentinel starts from.
 *
 * @param config settings and saved state
 * @param timing periods and limits
 * @param listening how others reach it
 */
public record Startup(SentinelConfig config, Timing timing, Listening listening) {}
