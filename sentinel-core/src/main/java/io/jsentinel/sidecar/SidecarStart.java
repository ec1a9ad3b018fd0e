package io.jsentinel.sidecar;

import io.jsentinel.config.SidecarConfig;

/**
 * What a sidecar starts from.
 *
 * @param config its settings
 * @param recordText the text of its record, empty when there is none
 * @param wallMillis what time it is for people, in milliseconds since 1970, at the first step
 */
public record SidecarStart(SidecarConfig config, String recordText, long wallMillis) {

    /** No Redis server beside us. */
    public static final SidecarStart NONE = new SidecarStart(SidecarConfig.OFF, "", 0);
}
