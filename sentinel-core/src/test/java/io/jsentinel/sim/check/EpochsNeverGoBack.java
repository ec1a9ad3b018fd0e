package io.jsentinel.sim.check;

import io.jsentinel.Sentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Epochs of a daemon go forward: those that it knows in one life, those that it finds on its disk at a start, and those
 * that it tells others over all its lives. A configuration that was told because the disk failed or hung may be
 * forgotten; a master that is removed and configured anew begins anew; a disk that lost what it had releases its daemon.
 */
public final class EpochsNeverGoBack implements Check {

    private final DiskMemory disks = new DiskMemory();
    private final Map<String, Life> lives = new HashMap<>();
    private final Map<String, Told> told = new HashMap<>();

    /** The epochs of one life, as they were when its state last changed. */
    private static final class Life {
        private final Sentinel core;
        private long stateNumber = -1;
        private long currentEpoch;
        private final Map<String, Configured> masters = new HashMap<>();

        Life(Sentinel core) {
            this.core = core;
        }
    }

    private record Configured(Master master, long configEpoch, long votedEpoch) {}

    /** What a daemon has told, over all its lives. */
    private static final class Told {
        private long currentEpoch;
        private final Map<String, Long> configEpochs = new HashMap<>();

        /** The newest hello, and what was on disk then: to say it once more is nothing new. */
        private String words = "";

        private Optional<SentinelConfig> file = Optional.empty();
    }

    @Override
    public String name() {
        return "EpochsNeverGoBack";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        String daemon = step.by().name();
        if (disks.isLossSeen(step)) {
            told.remove(daemon);
        }
        if (step.input().isEmpty()) {
            Optional<SentinelConfig> file = step.by().store().file();
            if (file.isPresent()) {
                begun(step, file.get());
            }
        } else if (step.input().get() instanceof Input.Commanded command
                && (command.name().equals("sentinel|remove") || command.name().equals("sentinel|monitor"))) {
            forget(daemon, command.args().get(2));
        }
        lived(step);
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send && send.request().kind() == Request.Kind.HELLO) {
                said(step, send);
            }
        }
    }

    private void said(SimStep step, Effect.Send send) {
        Told before = told.computeIfAbsent(step.by().name(), name -> new Told());
        String words = Said.helloWords(send);
        Optional<SentinelConfig> file = step.by().store().file();
        if (file != before.file || !words.equals(before.words)) {
            heard(step, Said.hello(send), before);
            before.words = words;
            before.file = file;
        }
    }

    private void forget(String daemon, String master) {
        Told before = told.get(daemon);
        if (before != null) {
            before.configEpochs.remove(master);
            before.words = "";
        }
    }

    private void begun(SimStep step, SentinelConfig file) {
        Sentinel core = step.by().core();
        forward(
                step,
                "the current epoch on disk",
                file.currentEpoch(),
                core.realm().self().currentEpoch());
        for (MasterConfig saved : file.masters()) {
            Said.watch(step.by(), saved.name()).ifPresent(watch -> {
                forward(
                        step,
                        "the configuration of " + saved.name() + " on disk",
                        saved.memory().configEpoch(),
                        watch.master().configEpoch());
                forward(
                        step,
                        "the vote for " + saved.name() + " on disk",
                        saved.memory().leaderEpoch(),
                        watch.ballot().epoch());
            });
        }
    }

    private void lived(SimStep step) {
        Sentinel core = step.by().core();
        Life life = lives.get(step.by().name());
        if (life == null || life.core != core) {
            life = new Life(core);
            lives.put(step.by().name(), life);
        }
        if (life.stateNumber == step.batch().stateNumber()) {
            return;
        }
        life.stateNumber = step.batch().stateNumber();
        long current = core.realm().self().currentEpoch();
        forward(step, "the current epoch", life.currentEpoch, current);
        life.currentEpoch = current;
        for (Watch watch : core.realm().watches().all()) {
            Master master = watch.master();
            Configured now =
                    new Configured(master, master.configEpoch(), watch.ballot().epoch());
            Configured before = life.masters.put(master.name(), now);
            if (before != null && before.master() == master) {
                forward(step, "the configuration of " + master.name(), before.configEpoch(), now.configEpoch());
                forward(step, "the vote for " + master.name(), before.votedEpoch(), now.votedEpoch());
            }
        }
    }

    private void heard(SimStep step, HelloMessage hello, Told before) {
        forward(step, "the current epoch in hellos", before.currentEpoch, hello.currentEpoch());
        before.currentEpoch = hello.currentEpoch();
        String master = hello.masterName();
        long earlier = before.configEpochs.getOrDefault(master, 0L);
        forward(step, "the configuration of " + master + " in hellos", earlier, hello.configEpoch());
        // What a failing disk does not have yet may be forgotten.
        long lasting = Math.min(hello.configEpoch(), Said.configuredOnDisk(step.by(), master));
        before.configEpochs.put(master, Math.max(earlier, lasting));
    }

    private void forward(SimStep step, String what, long before, long now) {
        if (now < before) {
            throw new Violation(name(), Said.at(step) + what + " went back from " + before + " to " + now);
        }
    }
}
