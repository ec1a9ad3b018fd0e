package io.jsentinel.cli.archive;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FakeAnswer;
import io.jsentinel.testkit.FakeNode;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a daemon lives through while its classes are recorded: it starts, finds a replica and another sentinel, is asked
 * what clients and probes ask, rehearses, loses the master, is elected, promotes the replica, and ends. All around it is
 * played by stand-ins in this process, on loopback.
 */
final class Training {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration REHEARSAL_BOUND = Duration.ofSeconds(15);
    private static final String MASTER = "mymaster";
    private static final String PEER = "b".repeat(40);

    private static final List<List<String>> QUESTIONS = List.of(
            List.of("PING"),
            List.of("HELLO", "3"),
            List.of("CLIENT", "SETNAME", "training"),
            List.of("INFO"),
            List.of("ROLE"),
            List.of("SENTINEL", "MASTERS"),
            List.of("SENTINEL", "MASTER", MASTER),
            List.of("SENTINEL", "REPLICAS", MASTER),
            List.of("SENTINEL", "SENTINELS", MASTER),
            List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER),
            List.of("SENTINEL", "CKQUORUM", MASTER),
            List.of("SUBSCRIBE", "+switch-master"));

    private final Path folder;
    private final int port = FreePort.next();

    /**
     * A training.
     *
     * @param folder where the daemon keeps its state
     */
    Training(Path folder) {
        this.folder = folder;
    }

    /**
     * Trains a daemon, from its start to its end.
     *
     * @param daemon the command that starts it, less the file of its configuration
     * @throws IOException when that file cannot be written
     */
    void run(List<String> daemon) throws IOException {
        try (FakeNode master = FakeNode.start();
                FakeNode replica = FakeNode.start();
                FakeNode peer = FakeNode.start(Training::vote)) {
            master.info(info("master", "a") + "connected_slaves:1\r\nslave0:ip=127.0.0.1,port=" + replica.port()
                    + ",state=online,offset=1000,lag=0\r\nmaster_repl_offset:1000\r\n");
            replica.info(info("slave", "c") + "master_host:127.0.0.1\r\nmaster_port:" + master.port()
                    + "\r\nmaster_link_status:up\r\nmaster_link_down_since_seconds:0\r\nslave_priority:100\r\n"
                    + "slave_repl_offset:1000\r\n");
            replica.script(args -> promoted(replica, args));
            List<String> command = new ArrayList<>(daemon);
            command.add(configuration(master, peer).toString());
            try (CommandRun run = CommandRun.start(command)) {
                live(run, master, replica);
                run.signal("TERM");
                int code = run.awaitEnd(BOUND);
                if (code != 0) {
                    throw new IllegalStateException("the daemon ended with " + code + ": " + run.out() + run.err());
                }
            }
        }
    }

    private void live(CommandRun run, FakeNode master, FakeNode replica) {
        Await wait = Await.atMost(BOUND).showing(() -> run.out() + run.err());
        wait.until("the daemon answers", () -> isTold("PONG", "PING"));
        wait.until("it has found the replica", () -> isTold("num-slaves\r\n$1\r\n1", "SENTINEL", "MASTER", MASTER));
        try (RespClient client = RespClient.connect(port)) {
            QUESTIONS.forEach(question -> client.call(question.toArray(String[]::new)));
        }
        Await.atMost(REHEARSAL_BOUND).until("the rehearsal is over", () -> !isRehearsing(run.pid()));
        master.close();
        wait.until(
                "the replica is the master",
                () -> isTold(Integer.toString(replica.port()), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER));
    }

    private boolean isTold(String part, String... question) {
        try (RespClient client = RespClient.connect(port)) {
            client.send(question);
            return client.readRawReply().contains(part);
        }
    }

    private Path configuration(FakeNode master, FakeNode peer) throws IOException {
        return Files.writeString(
                folder.resolve("sentinel.conf"),
                String.join(
                        "\n",
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + folder,
                        "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 1",
                        "sentinel down-after-milliseconds " + MASTER + " 2000",
                        "sentinel known-sentinel " + MASTER + " 127.0.0.1 " + peer.port() + " " + PEER,
                        ""));
    }

    private static String info(String role, String id) {
        return "redis_version:7.2.0\r\nrun_id:" + id.repeat(40) + "\r\nrole:" + role + "\r\n";
    }

    /** Another sentinel: it agrees that the master is down, and votes for whoever asks. */
    private static FakeAnswer vote(List<String> args) {
        if (args.size() != 6 || !args.get(1).equalsIgnoreCase("IS-MASTER-DOWN-BY-ADDR")) {
            return FakeAnswer.asUsual();
        }
        String candidate = args.get(5);
        String epoch = candidate.equals("*") ? "0" : args.get(4);
        return FakeAnswer.raw("*3\r\n:1\r\n" + FakeAnswer.bulk(candidate).bytes() + ":" + epoch + "\r\n");
    }

    private static FakeAnswer promoted(FakeNode replica, List<String> args) {
        String words = String.join(" ", args).toUpperCase(Locale.ROOT);
        if (words.equals("SLAVEOF NO ONE") || words.equals("REPLICAOF NO ONE")) {
            replica.info(info("master", "c") + "connected_slaves:0\r\nmaster_repl_offset:1000\r\n");
        }
        return FakeAnswer.asUsual();
    }

    /** Whether the rehearsal's thread is there. Where processes cannot be looked into, what it loads is missing. */
    private static boolean isRehearsing(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.anyMatch(thread -> isRehearsal(thread.resolve("comm")));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRehearsal(Path name) {
        try {
            return Files.readString(name).strip().equals("rehearsal");
        } catch (IOException | UncheckedIOException e) {
            // The thread has ended meanwhile.
            return false;
        }
    }
}
