package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose state cannot be saved gives no vote and says so, watches on, and recovers with the disk. */
class FailingDiskIT {

    private static final String CANDIDATE = "c".repeat(40);
    private static final String OTHER = "d".repeat(40);
    private static final String NOT_SAVED = "-ERR Failed to save config file. Check server logs.";

    @TempDir
    private Path scratch;

    private RedisServer master;
    private SentinelProcess sentinel;
    private EventLog events;

    @BeforeEach
    void start() throws IOException {
        master = RedisServer.start();
        // The state is the only thing in this folder, as if it was on a disk of its own.
        Path state = Files.createDirectory(scratch.resolve("state"));
        sentinel = SentinelProcess.jsentinel()
                .folder(state)
                .monitor(Cluster.NAME, master.port(), 2)
                .line("logfile \"" + scratch.resolve("sentinel.log") + "\"")
                .line("dir \"" + scratch + "\"")
                .start();
        events = EventLog.on(sentinel);
        Await.atMost(HEAL_BOUND)
                .until("the first state is saved", () -> sentinel.confText().contains("sentinel myid "));
    }

    @AfterEach
    void end() {
        if (events != null) {
            events.close();
        }
        if (sentinel != null) {
            sentinel.close();
        }
        if (master != null) {
            master.close();
        }
    }

    private String ask(String... words) {
        return Texts.of(sentinel.call(words));
    }

    private String askForVote(String epoch, String candidate) {
        return ask(
                "SENTINEL", "IS-MASTER-DOWN-BY-ADDR", "127.0.0.1", Integer.toString(master.port()), epoch, candidate);
    }

    @Test
    void withoutItsFolderItVotesForNobodyAndWatchesOn() throws IOException {
        assertThat(ask("SENTINEL", "FLUSHCONFIG")).isEqualTo("OK");
        Path state = scratch.resolve("state");
        Path away = scratch.resolve("away");
        Files.move(state, away);
        Files.writeString(state, "a file where the folder was");

        assertThat(ask("SENTINEL", "FLUSHCONFIG")).isEqualTo(NOT_SAVED);
        assertThat(events.awaitEvent("+save-failing", HEAL_BOUND).payload()).startsWith("#");
        assertThat(askForVote("5", CANDIDATE)).startsWith("[0, *, ");
        assertThat(ask("SENTINEL", "SET", Cluster.NAME, "quorum", "3")).isEqualTo(NOT_SAVED);
        assertThat(ask("SENTINEL", "MONITOR", "other", "127.0.0.1", "1", "1")).isEqualTo(NOT_SAVED);
        assertThat(ask("SENTINEL", "REMOVE", "other")).isEqualTo(NOT_SAVED);
        assertThat(ask("PING")).isEqualTo("PONG");
        assertThat(events.events("+vote-for-leader")).isEmpty();

        master.freeze();
        assertThat(events.awaitEvent("+sdown", HEAL_BOUND).payload()).startsWith("master " + Cluster.NAME);
        master.thaw();
        events.awaitEvent("-sdown", HEAL_BOUND);
        assertThat(events.events("+save-failing")).hasSize(1);
        assertThat(events.events("-save-failing")).isEmpty();

        Files.delete(state);
        Files.move(away, state);
        events.awaitEvent("-save-failing", HEAL_BOUND);
        assertThat(ask("SENTINEL", "FLUSHCONFIG")).isEqualTo("OK");
        assertThat(sentinel.confText())
                .contains("sentinel monitor " + Cluster.NAME + " 127.0.0.1 " + master.port() + " 3");
        assertThat(askForVote("6", OTHER)).isEqualTo("[0, " + OTHER + ", 6]");
        assertThat(events.awaitEvent("+vote-for-leader", HEAL_BOUND)).isNotNull();
        assertThat(sentinel.confText()).contains("sentinel leader-epoch " + Cluster.NAME + " 6");
        assertThat(Files.readString(scratch.resolve("sentinel.log"))).doesNotContain("FAULT", "Exception: ");
        assertThat(sentinel.errorText()).isEmpty();
    }

    @Test
    void aFolderThatWasRemovedWithAllThatWasInItIsFilledAgain() throws IOException {
        Path state = scratch.resolve("state");
        Path away = scratch.resolve("away");
        String myId = ask("SENTINEL", "MYID");
        Files.move(state, away);
        assertThat(ask("SENTINEL", "FLUSHCONFIG")).isEqualTo(NOT_SAVED);
        events.awaitEvent("+save-failing", HEAL_BOUND);
        Files.createDirectory(state);
        events.awaitEvent("-save-failing", HEAL_BOUND);
        assertThat(sentinel.confText()).contains("port " + sentinel.port(), "sentinel myid " + myId);
    }
}
