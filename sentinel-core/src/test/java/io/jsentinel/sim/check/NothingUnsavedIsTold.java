package io.jsentinel.sim.check;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Others hear of a vote, an epoch or a new configuration only when it is on the daemon's disk, and nobody is told to
 * become a master before the vote that allows it is. A configuration may be told all the same when the disk fails or hangs.
 */
public final class NothingUnsavedIsTold implements Check {

    /** How long a configuration waits for a disk that hangs. */
    private static final long HANGING_MILLIS = 2_000;

    private static final String NOBODY = "*";

    private final Set<String> failing = new HashSet<>();

    /** By daemon, the newest hello that told nothing but what was on disk. */
    private final Map<String, Covered> covered = new HashMap<>();

    private record Covered(String words, Optional<SentinelConfig> file) {}

    @Override
    public String name() {
        return "NothingUnsavedIsTold";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        noteDisk(step);
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send) {
                sent(step, send);
            } else if (effect instanceof Effect.Reply reply) {
                reply(step, reply);
            } else if (effect instanceof Effect.Announce announce
                    && announce.event().type() == EventType.VOTE_FOR_LEADER) {
                vote(step, Long.parseLong(announce.event().payload().split(" ")[1]));
            }
        }
    }

    private void sent(SimStep step, Effect.Send send) {
        Request request = send.request();
        if (request.kind() == Request.Kind.HELLO) {
            hello(step, send);
        } else if (request.kind() == Request.Kind.MASTER_DOWN) {
            question(step, request);
        } else if (request.kind().changesRole() && Orders.isPromotion(send)) {
            Said.watch(step.by(), request.master())
                    .filter(watch -> watch.failover().isInProgress())
                    .ifPresent(watch -> saved(
                            step,
                            "the vote for itself as leader of " + request.master(),
                            Said.votedOnDisk(step.by(), request.master()),
                            watch.failover().epoch()));
        }
    }

    /** Nearly all hellos are the one before once more, while the disk is what it was. */
    private void hello(SimStep step, Effect.Send send) {
        String words = Said.helloWords(send);
        Optional<SentinelConfig> file = step.by().store().file();
        Covered before = covered.get(step.by().name());
        if (before == null || before.file() != file || !before.words().equals(words)) {
            boolean isCovered = hello(step, Said.hello(send));
            covered.put(step.by().name(), isCovered ? new Covered(words, file) : null);
        }
    }

    private void noteDisk(SimStep step) {
        String daemon = step.by().name();
        if (step.input().isEmpty() || step.input().get() instanceof Input.Saved) {
            failing.remove(daemon);
        } else if (step.input().get() instanceof Input.SaveFailed) {
            failing.add(daemon);
        }
    }

    private static long epochOnDisk(SimSentinel daemon) {
        return daemon.store().file().map(SentinelConfig::currentEpoch).orElse(0L);
    }

    /** Whether all that it tells is on disk; false where it may tell more. */
    private boolean hello(SimStep step, HelloMessage hello) {
        saved(step, "the current epoch in a hello", epochOnDisk(step.by()), hello.currentEpoch());
        long onDisk = Said.configuredOnDisk(step.by(), hello.masterName());
        if (hello.configEpoch() > onDisk && mayTellUnsaved(step, hello.masterName())) {
            return false;
        }
        saved(step, "the configuration of " + hello.masterName() + " in a hello", onDisk, hello.configEpoch());
        return true;
    }

    private boolean mayTellUnsaved(SimStep step, String master) {
        return failing.contains(step.by().name())
                || Said.watch(step.by(), master)
                        .filter(w -> step.millis() - w.master().configuredMillis() >= HANGING_MILLIS)
                        .isPresent();
    }

    private void question(SimStep step, Request question) {
        List<String> words = question.args();
        long epoch = Long.parseLong(words.get(4));
        if (words.get(5).equals(NOBODY)) {
            saved(step, "the current epoch in a question", epochOnDisk(step.by()), epoch);
        } else {
            String master = question.master();
            saved(step, "its vote for itself about " + master, Said.votedOnDisk(step.by(), master), epoch);
        }
    }

    private void reply(SimStep step, Effect.Reply reply) {
        if (reply.answer() instanceof Resp.Array array
                && array.items().size() == 3
                && array.items().get(0) instanceof Resp.Int
                && array.items().get(2) instanceof Resp.Int epoch
                && !array.items().get(1).textOrEmpty().equals(NOBODY)) {
            vote(step, epoch.value());
        }
    }

    /** The words of a vote name no master, so it must be on disk for one of them. */
    private void vote(SimStep step, long epoch) {
        long newest = step.by().store().file().stream()
                .flatMap(file -> file.masters().stream())
                .mapToLong(m -> m.memory().leaderEpoch())
                .max()
                .orElse(0);
        saved(step, "a vote", newest, epoch);
    }

    private void saved(SimStep step, String what, long onDisk, long told) {
        if (told > onDisk) {
            throw new Violation(
                    name(), Said.at(step) + what + " is of epoch " + told + ", the disk knows up to " + onDisk);
        }
    }
}
