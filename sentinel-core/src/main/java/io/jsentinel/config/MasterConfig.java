package io.jsentinel.config;

import io.jsentinel.address.Endpoint;

/**
 * One monitored master as the configuration file holds it: settings of people and memory of the daemon.
 *
 * @param name the master's name, case-sensitive
 * @param address the master's address now
 * @param settings how it is watched
 * @param memory what was learned about it
 */
public record MasterConfig(String name, Endpoint address, MasterSettings settings, MasterMemory memory) {}
