package io.jsentinel.sim.check;

import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Input;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the disks of all daemons confirmed. A disk that lost what it had confirmed, or was exchanged, releases its daemon
 * from promises that need memory; a daemon that does not read what is there is released from nothing.
 */
final class DiskMemory {

    private final TreeMap<String, SentinelConfig> confirmed = new TreeMap<>();

    /** Takes in a step. Answers whether a daemon starts in it, and its disk has lost what it had confirmed. */
    boolean isLossSeen(SimStep step) {
        if (step.input().isPresent() && !(step.input().get() instanceof Input.Saved)) {
            return false;
        }
        String name = step.by().name();
        Optional<SentinelConfig> file = step.by().store().file();
        if (step.input().isPresent()) {
            file.ifPresent(state -> confirmed.put(name, state));
            return false;
        }
        SentinelConfig before = confirmed.get(name);
        boolean lost = before != null && file.filter(now -> hasAll(now, before)).isEmpty();
        if (lost) {
            confirmed.remove(name);
        }
        return lost;
    }

    private static boolean hasAll(SentinelConfig now, SentinelConfig before) {
        return now.myId().equals(before.myId())
                && now.currentEpoch() >= before.currentEpoch()
                && before.masters().stream().allMatch(old -> hasAll(now, old));
    }

    private static boolean hasAll(SentinelConfig now, MasterConfig before) {
        return now.masters().stream()
                .filter(m -> m.name().equals(before.name()))
                .allMatch(m -> m.memory().configEpoch() >= before.memory().configEpoch()
                        && m.memory().leaderEpoch() >= before.memory().leaderEpoch());
    }
}
