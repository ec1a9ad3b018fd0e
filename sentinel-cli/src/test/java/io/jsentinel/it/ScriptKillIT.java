package io.jsentinel.it;

import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server that a script keeps from answering, and our daemon, which nobody helps: its quorum is two. */
class ScriptKillIT {

    private final RedisServer server =
            RedisServer.setup().set("lua-time-limit", "100").start();
    private final SentinelProcess sentinel =
            SentinelProcess.jsentinel().monitor(NAME, server.port(), 2).start();
    private final EventLog events = EventLog.on(sentinel);

    @BeforeEach
    void awaitTheMaster() {
        Await.atMost(HEAL_BOUND).showing(sentinel::logTail).until("the master is up", () -> flags().equals("master"));
    }

    @AfterEach
    void end() {
        events.close();
        sentinel.close();
        server.close();
    }

    private String flags() {
        return sentinel.call("SENTINEL", "MASTER", NAME).asTextMap().get("flags");
    }

    @Test
    void aScriptWithoutAnEndIsKilledEachTimeAndTheServerAnswersAgain() {
        for (int time = 1; time <= 2; time++) {
            long begin = System.nanoTime();
            try (RespClient client = server.client(HEAL_BOUND)) {
                client.send("EVAL", "while true do end", "0");
                assertThat(client.read())
                        .isInstanceOfSatisfying(
                                Reply.Error.class,
                                error ->
                                        assertThat(error.message()).contains("Script killed by user with SCRIPT KILL"));
            }
            events.awaitEvent("+sdown", begin, HEAL_BOUND);
            events.awaitEvent("-sdown", begin, HEAL_BOUND);
            assertThat(flags()).isEqualTo("master");
            assertThat(server.info("commandstats").get("cmdstat_script|kill")).startsWith("calls=" + time + ",");
        }
    }

    @Test
    void aScriptThatHasWrittenGoesOnAndThatItWasToldToEndIsShown() {
        try (RespClient client = server.client()) {
            client.send("EVAL", "redis.call('SET', KEYS[1], 'x') while true do end", "1", "k");
            Await.atMost(HEAL_BOUND)
                    .showing(sentinel::logTail)
                    .until("it was told to end", this::flags, "s_down,master,script_kill_sent"::equals);
            Await.atMost(HEAL_BOUND)
                    .showing(events::toString)
                    .until(
                            "the refusal is told",
                            () -> events.events("+node-error").stream()
                                    .anyMatch(event -> event.payload().contains("#SCRIPT KILL: UNKILLABLE")));
        }
    }
}
