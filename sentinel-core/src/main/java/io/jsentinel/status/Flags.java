package io.jsentinel.status;

import io.jsentinel.config.Personality;
import io.jsentinel.failover.Failover;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;

/** The {@code flags} of an instance in listings: words with commas between them, in the order of Redis. */
public final class Flags {

    private final List<String> words = new ArrayList<>();

    private Flags() {}

    /** The words of an instance, joined. */
    public static String of(Instance instance, Watch watch) {
        Flags flags = new Flags();
        flags.health(instance);
        if (instance instanceof Master master) {
            flags.master(master, watch.failover());
            // Redis 7.0 knows of the reboot, but does not list it.
            flags.add(
                    watch.personality().isAtLeast(Personality.REDIS_7_2) && master.rebootedMillis() != Times.NEVER,
                    "master_reboot");
        } else if (instance instanceof Replica replica) {
            flags.replica(replica, watch.failover());
        }
        return String.join(",", flags.words);
    }

    private void health(Instance instance) {
        add(instance.isDown(), "s_down");
        add(instance instanceof Master master && master.isObjectivelyDown(), "o_down");
        add(instance instanceof Master, "master");
        add(instance instanceof Replica, "slave");
        add(instance instanceof Peer, "sentinel");
        boolean connected = instance instanceof Node node
                ? node.isConnected()
                : !instance.link().isClosed();
        add(!connected, "disconnected");
        add(instance instanceof Peer peer && peer.saysMasterDown(), "master_down");
    }

    private void master(Master master, Failover failover) {
        add(failover.isInProgress(), "failover_in_progress");
        add(failover.isForced(), "force_failover");
        add(master.isScriptKillSent(), "script_kill_sent");
    }

    private void replica(Replica replica, Failover failover) {
        add(failover.promoted().filter(r -> r == replica).isPresent(), "promoted");
        add(replica.sync() == Replica.Sync.SENT, "reconf_sent");
        add(replica.sync() == Replica.Sync.IN_PROGRESS, "reconf_inprog");
        add(replica.sync() == Replica.Sync.DONE, "reconf_done");
        add(replica.isScriptKillSent(), "script_kill_sent");
    }

    private void add(boolean condition, String word) {
        if (condition) {
            words.add(word);
        }
    }
}
