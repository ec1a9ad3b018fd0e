package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.sim.SimStep;
import io.jsentinel.watch.Watch;
import java.util.TreeMap;

/**
 * What a daemon answers to "where is the master" changes only to a newer configuration, or in the same one to what the
 * server named before follows itself. {@code +switch-master} tells each change once and in order: it begins where the one
 * before ended, and when no failover is under way the last one ended where clients are sent. Where host names are
 * followed the addresses move by themselves; then only the epochs count.
 */
public final class MasterAnswerMovesForward implements Check {

    /** By daemon, then by master. */
    private final TreeMap<String, TreeMap<String, Answer>> answers = new TreeMap<>();

    /** What one life of a daemon answered last about one master, and what it told last. */
    private static final class Answer {
        private final Watch watch;
        private Endpoint address;
        private long configEpoch;
        private Endpoint told;

        Answer(Watch watch) {
            this.watch = watch;
            this.address = watch.failover().currentAddress();
            this.configEpoch = watch.master().configEpoch();
            this.told = address;
        }
    }

    @Override
    public String name() {
        return "MasterAnswerMovesForward";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        boolean named = step.by().core().realm().self().config().resolveHostnames();
        if (!named) {
            for (Event event : Said.events(step)) {
                if (event.type() == EventType.SWITCH_MASTER) {
                    told(step, event);
                }
            }
        }
        TreeMap<String, Answer> mine = mine(step);
        for (Watch watch : step.by().core().realm().watches().all()) {
            String name = watch.master().name();
            Answer before = mine.get(name);
            if (before == null || before.watch != watch) {
                mine.put(name, new Answer(watch));
            } else {
                moved(step, view, before, named);
            }
        }
    }

    private TreeMap<String, Answer> mine(SimStep step) {
        return answers.computeIfAbsent(step.by().name(), daemon -> new TreeMap<>());
    }

    private void told(SimStep step, Event event) {
        String[] words = event.payload().split(" ");
        Answer answer = mine(step).get(words[0]);
        if (answer == null
                || Said.watch(step.by(), words[0])
                        .filter(w -> w == answer.watch)
                        .isEmpty()) {
            return;
        }
        Endpoint from = new Endpoint(words[1], Integer.parseInt(words[2]));
        Endpoint to = new Endpoint(words[3], Integer.parseInt(words[4]));
        if (!from.equals(answer.told) || to.equals(from)) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it tells " + event + ", and had told before that the master is "
                            + answer.told.joined());
        }
        answer.told = to;
    }

    private void moved(SimStep step, StormView view, Answer answer, boolean named) {
        Watch watch = answer.watch;
        Endpoint now = watch.failover().currentAddress();
        long epoch = watch.master().configEpoch();
        boolean isOlder =
                epoch < answer.configEpoch || epoch == answer.configEpoch && !follows(answer.address, now, view);
        if (!now.equals(answer.address) && !named && isOlder) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it names " + now.joined() + " as "
                            + watch.master().name() + " in epoch " + epoch + ", and named " + answer.address.joined()
                            + " in epoch " + answer.configEpoch);
        }
        answer.address = now;
        answer.configEpoch = epoch;
        if (!named && !watch.failover().isInProgress() && !now.equals(answer.told)) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it names " + now.joined() + " as "
                            + watch.master().name() + ", and has told its subscribers of " + answer.told.joined());
        }
    }

    private static boolean follows(Endpoint replica, Endpoint master, StormView view) {
        return view.redises().stream()
                .filter(redis -> redis.endpoint().equals(replica) && redis.isRunning())
                .anyMatch(redis ->
                        redis.replication().master().filter(master::equals).isPresent());
    }
}
