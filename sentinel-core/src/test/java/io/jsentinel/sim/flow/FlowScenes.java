package io.jsentinel.sim.flow;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.syncTakes;
import static io.jsentinel.sim.flow.FlowScene.MASTER;

import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.Plan;
import io.jsentinel.sim.Play;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import java.util.List;

/** What is played for each flow. */
final class FlowScenes {

    private static final long SOON = seconds(7);
    private static final int MASTERS = 20;

    private FlowScenes() {}

    private static Plan cluster(int sentinels) {
        return Plan.sentinels(sentinels).delays(1, 3);
    }

    /** The master r1 and two replicas, of which r3 has read more. */
    private static FlowScene trio(int sentinels) {
        FlowScene scene = FlowScene.of(cluster(sentinels)
                .monitor(MASTER, quorum(2))
                .replica("r2", offset(10))
                .replica("r3", offset(90)));
        scene.play().stable();
        return scene;
    }

    private static Play named(Play play, String server) {
        return play.within(SOON).everySentinelNames(MASTER, server);
    }

    static FlowScene plainFailover() {
        FlowScene scene = trio(3);
        named(scene.begins("r1 crashes").play().crash(MASTER), "r3").passes(SOON);
        return scene;
    }

    static FlowScene splitVote() {
        FlowScene scene = trio(4);
        Play play = scene.play();
        boolean[] isCut = {false};
        play.cluster().world().onStep(step -> {
            if (!isCut[0] && announces(step, EventType.TRY_FAILOVER)) {
                isCut[0] = true;
                scene.notes("s1 and s2 are cut off from s3 and s4");
                List.of("s1", "s2")
                        .forEach(one -> List.of("s3", "s4")
                                .forEach(other -> play.cutOneWay(one, other).cutOneWay(other, one)));
            }
        });
        scene.begins("r1 crashes");
        play.crash(MASTER).within(seconds(20)).until("both attempts have ended", () -> aborts(play) == 2);
        scene.notes("all reach each other again");
        named(play.heal(), "r3").passes(seconds(2));
        return scene;
    }

    private static long aborts(Play play) {
        return play.sinceMark().stream()
                .filter(entry -> entry.event().type() == EventType.FAILOVER_ABORT_NOT_ELECTED)
                .count();
    }

    private static boolean announces(SimStep step, EventType type) {
        return step.batch().effects().stream()
                .anyMatch(effect ->
                        effect instanceof Effect.Announce it && it.event().type() == type);
    }

    static FlowScene returningMaster() {
        FlowScene scene = trio(3);
        Play play = scene.begins("r1 crashes").play().crash(MASTER);
        named(play, "r3").passes(seconds(10));
        scene.notes("r1 starts again, as the master that it was");
        play.restart(MASTER).within(seconds(30)).follows(MASTER, "r3").passes(seconds(20));
        return scene;
    }

    static FlowScene partition() {
        FlowScene scene = trio(3);
        Play play = scene.begins("r1 and s1 are cut off from all others").play().isolate(MASTER, "s1");
        play.within(SOON).announces("s2", "+switch-master").passes(seconds(20));
        scene.notes("all reach each other again");
        play.heal().within(seconds(30)).everySentinelNames(MASTER, "r3");
        play.within(seconds(30)).follows(MASTER, "r3").passes(seconds(20));
        return scene;
    }

    static FlowScene restartInTheMiddle() {
        FlowScene scene = trio(3);
        Play play = scene.begins("r1 crashes").play().crash(MASTER);
        play.within(SOON).somebodyAnnounces("+elected-leader");
        String leader = play.leader();
        scene.notes(leader + " crashes");
        play.crash(leader).passes(seconds(2));
        scene.notes(leader + " starts again, with its state file");
        play.restart(leader).within(seconds(20)).everySentinelNames(MASTER, "r3");
        play.passes(seconds(6));
        return scene;
    }

    static FlowScene parallelSyncs() {
        Plan plan = cluster(3).monitor(MASTER, quorum(2), Plan.parallelSyncs(1));
        List.of("r2", "r3", "r4").forEach(name -> plan.replica(name, offset(10), syncTakes(seconds(3))));
        FlowScene scene = FlowScene.of(plan.replica("r5", offset(90)));
        scene.play().stable();
        named(scene.begins("r1 crashes").play().crash(MASTER), "r5")
                .within(seconds(30))
                .allFollow(List.of("r2", "r3", "r4"), "r5")
                .passes(seconds(6));
        return scene;
    }

    static FlowScene handOver() {
        FlowScene scene = trio(3);
        Play play = scene.begins("somebody wants another master").play();
        play.tells("s1", Resp.OK, "SENTINEL", "FAILOVER", MASTER);
        named(play, "r3").within(SOON).follows(MASTER, "r3").passes(seconds(10));
        return scene;
    }

    static FlowScene configurationUpdate() {
        FlowScene scene = trio(3);
        Play play =
                scene.begins("s3 is cut off from all others, and r1 crashes").play();
        play.isolate("s3").crash(MASTER);
        play.within(SOON).announces("s1", "+switch-master").within(SOON).announces("s2", "+switch-master");
        play.passes(seconds(20));
        scene.notes("s3 reaches the others again");
        named(play.heal(), "r3").passes(seconds(10));
        return scene;
    }

    static FlowScene upgrade() {
        FlowScene scene = FlowScene.of(cluster(1)
                .stockSentinels(2)
                .monitor(MASTER, quorum(2))
                .replica("r2", offset(10))
                .replica("r3", offset(90)));
        Play play = scene.play().stable();
        scene.begins("r1 crashes");
        named(play.crash(MASTER), "r3").passes(seconds(10));
        scene.notes("r1 starts again");
        play.restart(MASTER).within(seconds(30)).follows(MASTER, "r3").passes(seconds(15));
        scene.notes("somebody wants another master, from jsentinel");
        play.tells("s1", Resp.OK, "SENTINEL", "FAILOVER", MASTER);
        play.within(SOON).announces("s1", "+failover-state-demote-master").passes(seconds(10));
        return scene;
    }

    static FlowScene massFailure() {
        Plan plan = cluster(3);
        for (int i = 1; i <= MASTERS; i++) {
            plan.monitor("c" + i, quorum(2)).replica("c" + i + "-b", offset(90));
        }
        FlowScene scene = FlowScene.of(plan)
                .only(
                        EventType.TRY_FAILOVER,
                        EventType.ELECTED_LEADER,
                        EventType.FAILOVER_ABORT_NOT_ELECTED,
                        EventType.FAILOVER_END);
        Play play = scene.play().stable();
        scene.begins("the host of all twenty masters loses its power");
        for (int i = 1; i <= MASTERS; i++) {
            scene.calls("c" + i, "c" + i + "-a");
            play.powerOff("c" + i);
        }
        for (int i = 1; i <= MASTERS; i++) {
            play.within(SOON).everySentinelNames("c" + i, "c" + i + "-b");
        }
        play.passes(seconds(1));
        return scene;
    }
}
