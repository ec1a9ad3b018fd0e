package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What rests on a save is not told before it is on disk. */
class SaveThenSpeakTest {

    private static final String CANDIDATE = "a".repeat(40);

    private final Sentinel sentinel = new Sentinel(
            new Startup(SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty())),
            new SplittableRandom(1));

    SaveThenSpeakTest() {
        sentinel.start(0);
        save(command("sentinel|monitor", "SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "1"));
    }

    private Batch command(String name, String... words) {
        return sentinel.step(1, new Input.Commanded(7, name, List.of(words)));
    }

    private Batch save(Batch batch) {
        return sentinel.step(2, new Input.Saved(batch.stateNumber()));
    }

    private Batch askForVote() {
        return command(
                "sentinel|is-master-down-by-addr",
                "SENTINEL",
                "IS-MASTER-DOWN-BY-ADDR",
                "127.0.0.1",
                "6379",
                "5",
                CANDIDATE);
    }

    private static List<EventType> announced(Batch batch) {
        return batch.effects().stream()
                .filter(Effect.Announce.class::isInstance)
                .map(effect -> ((Effect.Announce) effect).event().type())
                .toList();
    }

    private static boolean answers(Batch batch) {
        return batch.effects().stream().anyMatch(Effect.Reply.class::isInstance);
    }

    @Test
    void aVoteIsAnsweredAndAnnouncedOnceItIsSaved() {
        Batch asked = askForVote();
        assertThat(announced(asked)).containsExactly(EventType.NEW_EPOCH);
        assertThat(answers(asked)).isFalse();

        Batch saved = save(asked);
        assertThat(announced(saved)).containsExactly(EventType.VOTE_FOR_LEADER);
        assertThat(answers(saved)).isTrue();

        assertThat(announced(askForVote())).isEmpty();
    }

    @Test
    void aVoteThatCannotBeSavedIsNotAnnounced() {
        Batch asked = askForVote();
        Batch failed = sentinel.step(2, new Input.SaveFailed(asked.stateNumber(), "no space"));
        assertThat(announced(failed)).containsExactly(EventType.SAVE_FAILING);
        assertThat(answers(failed)).isTrue();

        assertThat(announced(save(asked))).containsExactly(EventType.SAVE_FAILING_ENDED, EventType.VOTE_FOR_LEADER);
    }

    @Test
    void aVoteWhoseNameWasForgottenMeanwhileIsNotAnnounced() {
        Batch asked = askForVote();
        command("sentinel|reset", "SENTINEL", "RESET", "*");
        assertThat(announced(save(asked))).isEmpty();
    }
}
