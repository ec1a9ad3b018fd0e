package io.jsentinel;

import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.sidecar.SidecarStart;
import io.jsentinel.topology.Self.Listening;
import java.util.function.Predicate;

/**
 * What a sentinel starts from.
 *
 * @param config settings and saved state
 * @param process what it must know of the process around it
 * @param listening how others reach it
 * @param executable whether a script can be run, by its path as people give it; asked when SENTINEL SET names one,
 *     which must be answered before its next option is looked at
 * @param sidecar the Redis server beside us
 */
public record Startup(
        SentinelConfig config,
        ProcessSettings process,
        Listening listening,
        Predicate<String> executable,
        SidecarStart sidecar) {

    /** A start without a Redis server beside us. */
    public Startup(SentinelConfig config, ProcessSettings process, Listening listening, Predicate<String> executable) {
        this(config, process, listening, executable, SidecarStart.NONE);
    }

    /** A start with nothing special about the process but its clockwork, and without scripts that can be run. */
    public Startup(SentinelConfig config, Timing timing, Listening listening) {
        this(config, ProcessSettings.of(timing), listening, path -> false);
    }
}
