package io.jsentinel.watch;

import io.jsentinel.gossip.HelloReception;
import io.jsentinel.gossip.Hellos;
import io.jsentinel.gossip.MasterDownQuery;
import io.jsentinel.info.InfoReception;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;

/**
 * What the watches of all masters share: who we are, who is watched, and the rules that take in and send out.
 *
 * @param self this sentinel
 * @param roster everybody who is watched
 * @param hellos what we tell
 * @param helloReception what we are told
 * @param infoReception what Redis servers report
 * @param masterDownQuery what we ask other sentinels
 */
record Rules(
        Self self,
        Roster roster,
        Hellos hellos,
        HelloReception helloReception,
        InfoReception infoReception,
        MasterDownQuery masterDownQuery) {

    static Rules of(Self self, Roster roster) {
        return new Rules(
                self,
                roster,
                new Hellos(self),
                new HelloReception(self, roster),
                new InfoReception(roster),
                new MasterDownQuery(self));
    }
}
