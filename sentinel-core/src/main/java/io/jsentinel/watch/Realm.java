package io.jsentinel.watch;

import io.jsentinel.health.Stall;
import io.jsentinel.script.ScriptQueue;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;

/**
 * All that this sentinel knows.
 *
 * @param self itself
 * @param roster whom it watches
 * @param watches how each master is
 * @param stall whether this picture can be trusted
 * @param scripts the scripts that run or wait
 */
public record Realm(Self self, Roster roster, Watches watches, Stall stall, ScriptQueue scripts) {}
