package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;

/**
 * Another sentinel of a master, as a {@code known-sentinel} line remembers it.
 *
 * @param endpoint where it listens
 * @param runId who it is
 */
public record KnownSentinel(Endpoint endpoint, RunId runId) {}
