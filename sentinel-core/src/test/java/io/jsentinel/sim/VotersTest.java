package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.pod.ClusterView;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A quorum that follows the voters, while they come and go. */
class VotersTest {

    private static final Boot THREE = new Boot(3, 30_000, 60_000);

    private static Play automatic(int count, long seed) {
        Play play = sentinels(count)
                .seed(seed)
                .monitor("m", quorum(1))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
        return play.then(cluster -> cluster.runningSentinels().forEach(VotersTest::follow))
                .passes(seconds(1));
    }

    private static void follow(SimSentinel sentinel) {
        sentinel.command("SENTINEL", "SET", "m", "quorum", "auto");
    }

    private static int quorumOf(SimSentinel sentinel) {
        return sentinel.core()
                .realm()
                .roster()
                .master("m")
                .orElseThrow()
                .settings()
                .quorum();
    }

    private static void allHave(Play play, int number) {
        assertThat(play.cluster().runningSentinels())
                .allSatisfy(s -> assertThat(quorumOf(s)).isEqualTo(number));
    }

    @Test
    void aMajorityOfThoseThatAreThereIsNeededWhetherTheyComeOrGo() {
        Seeds.each(5, seed -> {
            Play play = automatic(5, seed);
            allHave(play, 3);
            play.crash("s4", "s5");
            for (String left : List.of("s1", "s2", "s3")) {
                play.tells(left, Resp.integer(1), "SENTINEL", "RESET", "m");
                play.passes(seconds(10));
            }
            allHave(play, 2);
            play.restart("s4", "s5").passes(seconds(30));
            allHave(play, 3);
            play.crash("m", "s5").within(seconds(45)).everySentinelNames("b");
        });
    }

    @Test
    void theWordAndItsNumberSurviveARestart() {
        Play play = automatic(3, 7);
        play.crash("s1").restart("s1").passes(seconds(5));
        allHave(play, 2);
        play.crash("s2", "s3")
                .passes(seconds(5))
                .tells("s1", Resp.integer(1), "SENTINEL", "RESET", "m")
                .passes(seconds(5));
        assertThat(quorumOf(play.cluster().sentinel("s1"))).isEqualTo(1);
    }

    @Test
    void aNumberEndsIt() {
        Play play = automatic(3, 8);
        play.cluster().sentinel("s1").command("SENTINEL", "SET", "m", "quorum", "3");
        play.passes(seconds(1)).crash("s2").passes(minutes(1));
        assertThat(quorumOf(play.cluster().sentinel("s1"))).isEqualTo(3);
    }

    @Test
    void inASetOfPodsItFollowsTheNumberOfPodsThatAreToBe() {
        Seeds.each(3, seed -> {
            SimPods pods = new SimPods(seed, 3, THREE);
            pods.startAll(1_000).settled(minutes(1));
            pods.all().forEach(pod -> follow(pod.daemon()));
            pods.passes(seconds(30));
            assertThat(pods.all())
                    .allSatisfy(pod -> assertThat(quorumOf(pod.daemon())).isEqualTo(2));
            told(pods, 5).passes(seconds(2));
            assertThat(pods.all())
                    .allSatisfy(pod -> assertThat(quorumOf(pod.daemon())).isEqualTo(3));
            pods.add(new Boot(5, 30_000, 60_000));
            pods.add(new Boot(5, 30_000, 60_000));
            pods.start(3).start(4).settled(minutes(1));
            told(pods.kill(4).kill(3), 3).passes(seconds(2));
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                assertThat(quorumOf(pods.pod(ordinal).daemon())).isEqualTo(2);
            }
            pods.passes(minutes(2)).settled(minutes(1));
        });
    }

    private static SimPods told(SimPods pods, int replicas) {
        Input told = new Input.ClusterTold(ClusterView.UNKNOWN.withReplicas(replicas));
        pods.all().forEach(pod -> pod.daemon().take(told));
        return pods;
    }
}
