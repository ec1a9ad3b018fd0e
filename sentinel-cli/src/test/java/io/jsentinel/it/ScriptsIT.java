package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of people, run by real daemons. */
class ScriptsIT {

    @TempDir
    private Path folder;

    @Test
    void aScriptIsADirectChildThatHasNothingOpenButTheThreeStandardDescriptors() {
        Path open = folder.resolve("open");
        // Parent, folder, and the descriptors of ls: the first free one is the folder that it lists, 3 when nothing
        // leaked.
        Path script = ScriptFiles.script(
                folder,
                "look.sh",
                "#!/bin/sh\necho $PPID > " + folder + "/parent\npwd > " + folder + "/pwd\n" + "ls /proc/self/fd > "
                        + open + ".new\nmv " + open + ".new " + open + "\n");
        try (SentinelProcess sentinel = watching(script)) {
            assertThat(ScriptFiles.awaitLines(open, lines -> !lines.isEmpty())).containsExactly("0", "1", "2", "3");
            assertThat(ScriptFiles.lines(folder.resolve("parent"))).containsExactly(Long.toString(sentinel.pid()));
            assertThat(Path.of(ScriptFiles.lines(folder.resolve("pwd")).get(0)))
                    .isEqualTo(Path.of(sentinel.confText().replaceAll("(?s).*\ndir \"?([^\"\n]+).*", "$1")));
        }
    }

    private static SentinelProcess watching(Path script) {
        return SentinelProcess.jsentinel()
                .monitor(NAME, 1, 1)
                .downAfterMillis(600_000)
                .line("loglevel debug")
                .line("sentinel deny-scripts-reconfig no")
                .line("sentinel notification-script " + NAME + " " + script)
                .start();
    }

    @Test
    void aScriptThatFailsIsRunAgainAndOneThatTakesTooLongIsKilled() {
        Path runs = folder.resolve("runs");
        Path script = ScriptFiles.script(
                folder,
                "retry.sh",
                "#!/bin/sh\ncase $1 in +set) echo x >> " + runs + "; [ $(wc -l < " + runs
                        + ") -ge 3 ] || exit 1; exec sleep 600;; esac\n");
        try (SentinelProcess sentinel = watching(script)) {
            sentinel.call("SENTINEL", "DEBUG", "SCRIPT-RETRY-DELAY", "10", "SCRIPT-MAX-RUNTIME", "60000");
            sentinel.call("SENTINEL", "SET", NAME, "quorum", "1");
            Map<String, String> job = Await.atMost(HEAL_BOUND)
                    .until(
                            "the third run goes on",
                            () -> pending(sentinel),
                            fields -> fields.getOrDefault("retry-num", "0").equals("3")
                                    && !fields.get("pid").equals("0"));
            assertThat(job).containsEntry("flags", "running").containsKey("run-time");
            assertThat(sentinel.call("INFO", "sentinel").asText())
                    .contains("sentinel_running_scripts:1\r\n", "sentinel_scripts_queue_length:1\r\n");
            long pid = Long.parseLong(job.get("pid"));
            sentinel.call("SENTINEL", "DEBUG", "SCRIPT-RETRY-DELAY", "600000", "SCRIPT-MAX-RUNTIME", "100");
            Await.atMost(HEAL_BOUND)
                    .showing(sentinel::logText)
                    .until(
                            "it is killed and waits",
                            () -> pending(sentinel).getOrDefault("flags", "").equals("scheduled"));
            assertThat(pending(sentinel)).containsKey("run-delay").containsEntry("pid", "0");
            assertThat(sentinel.logText())
                    .contains("# -script-timeout " + script + " " + pid)
                    .contains(". -script-child " + pid + " 0 9");
            assertThat(ScriptFiles.lines(runs)).hasSize(3);
        }
    }

    /** What is said about the only script that is not done; nothing when there is none. */
    private static Map<String, String> pending(SentinelProcess sentinel) {
        List<Reply> jobs = sentinel.call("SENTINEL", "PENDING-SCRIPTS").asList();
        if (jobs.isEmpty()) {
            return Map.of();
        }
        List<Reply> words = jobs.get(0).asList();
        return Map.of(
                words.get(2).asText(), words.get(3).asText(),
                words.get(4).asText(), words.get(5).asText(),
                words.get(6).asText(), words.get(7).asText(),
                words.get(8).asText(), words.get(9).asText());
    }

    @Test
    void aScriptGoesOnWhenTheDaemonEndsAndAnotherIsSetAtRunTime() {
        Path pidFile = folder.resolve("pid");
        Path first = ScriptFiles.script(folder, "first.sh", "#!/bin/sh\nexit 0\n");
        ScriptFiles.script(folder, "second.sh", "#!/bin/sh\necho $$ > " + pidFile + "\nexec sleep 600\n");
        long pid;
        try (SentinelProcess sentinel = watching(first)) {
            assertThat(sentinel.call("SENTINEL", "SET", NAME, "notification-script", folder + "/none.sh"))
                    .isEqualTo(new Reply.Error("ERR Notification script seems non existing or non executable"));
            sentinel.call("SENTINEL", "SET", NAME, "notification-script", folder + "/second.sh");
            pid = Long.parseLong(
                    ScriptFiles.awaitLines(pidFile, lines -> !lines.isEmpty()).get(0));
            assertThat(sentinel.confText()).contains("second.sh");
            sentinel.signal("TERM");
            assertThat(sentinel.awaitEnd(HEAL_BOUND)).isZero();
            ProcessHandle script = ProcessHandle.of(pid).orElseThrow();
            assertThat(script.isAlive()).isTrue();
            script.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash-after-election", "crash-after-promotion"})
    void aSimulatedFailureEndsTheLeaderWithNinetyNine(String point) {
        try (Cluster cluster = Cluster.of(1).watchedBy(OURS)) {
            SentinelProcess sentinel = cluster.sentinel(0);
            int old = cluster.master().port();
            int other = cluster.nodes().get(1).port();
            // A copy that has just been sent is followed by what was written since only when the replica has confirmed
            // it.
            Await.atMost(HEAL_BOUND)
                    .until(
                            "the replica reads what its master writes",
                            () -> cluster.master().call("INFO", "replication").asText(),
                            text -> text.matches("(?s).*state=online,offset=[1-9].*"));
            assertThat(sentinel.call("SENTINEL", "SIMULATE-FAILURE", point).asText())
                    .isEqualTo("OK");
            assertThat(sentinel.call("INFO", "sentinel").asText())
                    .contains("sentinel_simulate_failure_flags:" + (point.endsWith("election") ? 1 : 2));
            assertThat(sentinel.call("SENTINEL", "FAILOVER", NAME).asText()).isEqualTo("OK");
            assertThat(sentinel.awaitEnd(HEAL_BOUND)).isEqualTo(99);
            List<String> log = sentinel.logText().lines().collect(Collectors.toList());
            int last = log.size() - 1;
            while (log.get(last).contains("new configuration saved on disk")) {
                last--;
            }
            assertThat(log.get(last)).endsWith("Sentinel CRASH because of SENTINEL simulate-failure");
            boolean promoted = point.endsWith("promotion");
            assertThat(log.get(last - 1)).contains(promoted ? "+failover-state-demote-master" : "+elected-leader");
            assertThat(sentinel.confText())
                    .contains("sentinel monitor " + NAME + " 127.0.0.1 " + (promoted ? other : old) + " 2");
        }
    }
}
