package io.jsentinel.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.Told;
import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptQueueTest {

    private static final long MAX_RUNTIME = Timing.DEFAULT.scriptMaxRuntimeMillis();
    private static final long RETRY_DELAY = Timing.DEFAULT.scriptRetryDelayMillis();
    private static final int SIGKILL = 9;

    private final Outbox out = new Outbox();
    private final ScriptQueue queue = new ScriptQueue();
    private final Master master = new Roster()
            .addMaster(
                    "m",
                    new Endpoint("10.0.0.1", 6379),
                    MasterSettings.defaults(2).withNotificationScript(Optional.of("n.sh")),
                    0);
    private Timing timing = Timing.DEFAULT;
    private List<Effect> effects = new ArrayList<>();
    private long lastPid = 100;

    /** Time passes, and the queue does what is due; the effects of this step are kept. */
    private void advance(long nowMillis) {
        out.begin(nowMillis);
        queue.advance(timing, out);
        effects = out.finish(0).effects();
    }

    private void wants(int scripts, long nowMillis) {
        for (int i = 0; i < scripts; i++) {
            out.announce(EventType.SET, master, "run " + i);
        }
        advance(nowMillis);
    }

    private List<Effect.StartScript> started() {
        return effects.stream()
                .filter(Effect.StartScript.class::isInstance)
                .map(Effect.StartScript.class::cast)
                .toList();
    }

    private List<String> eventsOf(Runnable input) {
        input.run();
        return Told.events(out);
    }

    private List<String> starts(long job, long nowMillis) {
        out.begin(nowMillis);
        return eventsOf(() -> queue.onStarted(new Input.ScriptStarted(job, ++lastPid), out));
    }

    private List<String> ends(long job, int exitCode, int signal) {
        return eventsOf(() -> queue.onEnded(new Input.ScriptEnded(job, exitCode, signal), timing, out));
    }

    @Test
    void aScriptIsStartedInTheStepThatWantsIt() {
        wants(1, 0);
        assertThat(started())
                .containsExactly(new Effect.StartScript(1, List.of("n.sh", "+set", "master m 10.0.0.1 6379 run 0")));
        assertThat(queue.runningCount()).isEqualTo(1);
        assertThat(queue.nextLookMillis()).isEqualTo(Long.MAX_VALUE);
        advance(1_000);
        assertThat(effects).isEmpty();
    }

    @Test
    void itsProcessIsToldToTheLogAndSoIsItsEnd() {
        wants(1, 0);
        assertThat(starts(1, 3)).containsExactly("+script-child 101");
        assertThat(ends(1, 0, 0)).containsExactly("-script-child 101 0 0");
        assertThat(queue.jobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2,0", "127,0", "255,0"})
    void aScriptThatFailsForGoodIsAnnouncedAndNotRunAgain(int exitCode, int signal) {
        wants(1, 0);
        starts(1, 0);
        assertThat(ends(1, exitCode, signal))
                .containsExactly(
                        "-script-child 101 " + exitCode + " " + signal,
                        "-script-error n.sh " + signal + " " + exitCode);
        assertThat(queue.jobs()).isEmpty();
    }

    @Test
    void aScriptThatCannotBeExecutedFailsForGoodWithoutAProcess() {
        wants(1, 0);
        assertThat(ends(1, Input.ScriptEnded.CANNOT_EXECUTE, 0)).containsExactly("-script-error n.sh 0 2");
    }

    @ParameterizedTest
    @CsvSource({"1,0", "0,9", "0,15"})
    void aScriptThatAsksForItOrIsKilledIsRunTenTimesWithGrowingDelays(int exitCode, int signal) {
        wants(1, 0);
        long now = 0;
        for (int run = 1; run < ScriptQueue.MAX_RUNS; run++) {
            starts(1, now);
            assertThat(ends(1, exitCode, signal)).noneMatch(e -> e.startsWith("-script-error"));
            long due = now + (RETRY_DELAY << (run - 1));
            advance(now);
            assertThat(queue.nextLookMillis()).isEqualTo(due);
            advance(due - 1);
            assertThat(started()).isEmpty();
            advance(due);
            assertThat(started()).hasSize(1);
            now = due;
        }
        starts(1, now);
        assertThat(ends(1, exitCode, signal)).contains("-script-error n.sh " + signal + " " + exitCode);
        assertThat(queue.jobs()).isEmpty();
    }

    @Test
    void aScriptThatSucceedsAtLastIsDone() {
        wants(1, 0);
        starts(1, 0);
        ends(1, 1, 0);
        advance(RETRY_DELAY);
        starts(1, RETRY_DELAY);
        assertThat(ends(1, 0, 0)).containsExactly("-script-child 102 0 0");
        assertThat(queue.jobs()).isEmpty();
    }

    @Test
    void aScriptThatTakesTooLongIsKilledOnceAndRunAgain() {
        wants(1, 0);
        starts(1, 5);
        advance(5);
        assertThat(queue.nextLookMillis()).isEqualTo(5 + MAX_RUNTIME + 1);
        advance(5 + MAX_RUNTIME);
        assertThat(effects).isEmpty();
        out.begin(5 + MAX_RUNTIME + 1);
        queue.advance(timing, out);
        assertThat(Told.events(out)).containsExactly("-script-timeout n.sh 101");
        advance(5 + MAX_RUNTIME + 2);
        assertThat(effects).isEmpty();
        assertThat(ends(1, 0, SIGKILL)).containsExactly("-script-child 101 0 9");
        advance(5 + MAX_RUNTIME + 2 + RETRY_DELAY);
        assertThat(started()).hasSize(1);
        starts(1, 5 + MAX_RUNTIME + 2 + RETRY_DELAY);
        advance(5 + 2 * MAX_RUNTIME + 3 + RETRY_DELAY);
        assertThat(effects).contains(new Effect.KillScript(1));
    }

    @Test
    void sixteenRunAtOnceAndTheNextOneWhenOneEnds() {
        wants(20, 0);
        assertThat(started()).extracting(Effect.StartScript::job).containsExactlyElementsOf(numbers(1, 16));
        assertThat(queue.runningCount()).isEqualTo(ScriptQueue.MAX_RUNNING);
        ends(7, 0, 0);
        advance(1);
        assertThat(started()).extracting(Effect.StartScript::job).containsExactly(17L);
    }

    @Test
    void ofThoseThatWaitTheOldestMakesRoom() {
        wants(256, 0);
        assertThat(queue.jobs()).hasSize(ScriptQueue.MAX_QUEUED);
        wants(2, 1);
        assertThat(queue.jobs()).hasSize(ScriptQueue.MAX_QUEUED);
        assertThat(queue.jobs().stream().map(ScriptJob::number).toList())
                .containsAll(numbers(1, 16))
                .doesNotContain(17L, 18L)
                .containsAll(numbers(19, 258));
    }

    @Test
    void theOldestIsRunFirstAlsoWhenItFailedBefore() {
        wants(1, 0);
        starts(1, 0);
        ends(1, 1, 0);
        wants(17, RETRY_DELAY);
        assertThat(started()).extracting(Effect.StartScript::job).containsExactlyElementsOf(numbers(1, 16));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 40, Long.MAX_VALUE})
    void noDelayAndNoRuntimeIsTooLongToBeCounted(long millis) {
        timing = Timing.DEFAULT
                .with(Timing.Setting.SCRIPT_MAX_RUNTIME, millis)
                .with(Timing.Setting.SCRIPT_RETRY_DELAY, millis);
        wants(1, 10);
        starts(1, 10);
        advance(10);
        assertThat(queue.nextLookMillis()).isGreaterThan(10);
        assertThat(effects).isEmpty();
        ends(1, 1, 0);
        advance(10);
        assertThat(started()).isEmpty();
        assertThat(queue.nextLookMillis()).isGreaterThan(10);
    }

    @Test
    void whatIsHeardOfAScriptThatIsNotThereChangesNothing() {
        wants(1, 0);
        assertThat(starts(5, 0)).isEmpty();
        assertThat(ends(5, 2, 0)).isEmpty();
        starts(1, 0);
        ends(1, 1, 0);
        assertThat(ends(1, 2, 0)).isEmpty();
        assertThat(queue.jobs()).hasSize(1);
    }

    private static List<Long> numbers(int first, int last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void onlyWarningsAboutAMasterAreNotified() {
        out.announce(EventType.SLAVE, master);
        out.announce(EventType.TILT, "#tilt mode entered");
        out.announceOf(master, EventType.NEW_EPOCH, "7");
        advance(0);
        assertThat(started()).extracting(Effect.StartScript::argv).containsExactly(List.of("n.sh", "+new-epoch", "7"));
    }
}
