package io.jsentinel.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.info.InfoText;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The simulated Redis server beside a real one: the same is done to three of each, and then both must say the same of
 * themselves. What the simulator proves rests on this.
 */
class SimRedisIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** The sections of INFO of which the simulated server shows something, and sentinels read something. */
    private static final String[] SECTIONS = {"server", "persistence", "replication", "keyspace"};

    /** What is done to three servers, the first of which is the master of the others. */
    private record Step(String name, Consumer<Trio> action) {}

    private static final List<Step> LIFE = List.of(
            new Step("two replicas follow a master", trio -> {}),
            new Step("the master dies", trio -> trio.kill(0)),
            new Step("a replica becomes a master", trio -> trio.follow(1, -1)),
            new Step("the other replica follows it, which needs no copy", trio -> trio.follow(2, 1)),
            new Step("the old master comes back as one", trio -> trio.start(0)),
            new Step("it follows the new one, which needs a copy", trio -> trio.follow(0, 1)),
            new Step("the master is asked to be one", trio -> trio.follow(1, -1)),
            new Step("a replica is asked to follow whom it follows", trio -> trio.follow(2, 1)),
            new Step("a replica follows a replica", trio -> trio.follow(2, 0)),
            new Step("the master of both dies", trio -> trio.kill(1)),
            new Step("the replica between becomes the master", trio -> trio.follow(0, -1)),
            new Step("the dead one comes back as a master, and follows", trio -> {
                trio.start(1);
                trio.follow(1, 0);
            }),
            new Step("a replica follows the other one", trio -> trio.follow(2, 1)),
            new Step("the one between leaves its master, and takes its replica along", trio -> trio.follow(1, -1)),
            new Step("it comes back, and brings its replica", trio -> trio.follow(1, 0)));

    /** What is published while the same three live. */
    private static final List<Step> TALK = List.of(
            new Step("two replicas follow a master", trio -> {}),
            new Step("a master passes on what is published there", trio -> trio.publish(0, "all")),
            new Step("a replica does not", trio -> trio.publish(1, "one")),
            new Step("replicas that were away hear it later", trio -> trio.publishUnheard(0, "later")),
            new Step("a replica follows a replica", trio -> trio.follow(2, 1)),
            new Step("the replica between passes on what it hears", trio -> trio.publish(0, "down")),
            new Step("it becomes a master", trio -> trio.follow(1, -1)),
            new Step("each master talks to its own: the old one", trio -> trio.publish(0, "old")),
            new Step("and the new one", trio -> trio.publish(1, "new")),
            new Step("a copy of the data brings nothing that was published before", trio -> trio.follow(1, 0)),
            new Step("all hear the master again", trio -> trio.publish(0, "again")),
            new Step("a replica leaves the one between", trio -> trio.follow(2, 0)),
            new Step("which becomes a master", trio -> trio.follow(1, -1)),
            new Step(
                    "what is published while it copies the data comes after them",
                    trio -> trio.followWhile(1, 0, "meanwhile")),
            new Step("a replica becomes the master at once", trio -> trio.follow(1, -1)),
            new Step("and the old master its replica", trio -> trio.follow(0, 1)),
            new Step("all hear the new master", trio -> trio.publish(1, "end")));

    @Test
    void aSimulatedServerLivesAsARealOneDoes() {
        compare(LIFE, RedisBinary.find(), trio -> {});
    }

    @Test
    void andAsAnOlderOne() throws IOException {
        compare(LIFE, older(), trio -> trio.version("6.2"));
    }

    @Test
    void whatIsPublishedIsHeardWhereARealOneWouldTellIt() {
        compare(TALK, RedisBinary.find(), trio -> {});
    }

    @Test
    void andWhereAnOlderOneWould() throws IOException {
        compare(TALK, older(), trio -> trio.version("6.2"));
    }

    private static RedisBinary older() throws IOException {
        Path folder = Path.of(System.getProperty("jsentinel.jar")).resolveSibling("redis");
        assumeTrue(Files.isDirectory(folder), "the build unpacks no older redis-server for this system");
        try (Stream<Path> files = Files.list(folder)) {
            return RedisBinary.at(
                    files.filter(file -> file.getFileName().toString().endsWith("-linux-amd64"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static void compare(List<Step> steps, RedisBinary program, Consumer<SimTrio> kind) {
        SimTrio simulated = new SimTrio();
        kind.accept(simulated);
        try (RealTrio real = new RealTrio(program)) {
            Labels simLabels = new Labels();
            Labels realLabels = new Labels();
            for (Step step : steps) {
                step.action().accept(simulated);
                step.action().accept(real);
                simulated.settle();
                String expected = simulated.portrait(simLabels);
                Await.atMost(BOUND)
                        .showing(() -> "simulated:\n" + expected + "\nreal:\n" + real.portrait(realLabels.copy()))
                        .until(
                                "real servers are as simulated ones when " + step.name(),
                                () -> real.portrait(realLabels.copy()).equals(expected));
                real.portrait(realLabels);
            }
        }
    }

    @Test
    void itSaysNothingThatARealOneDoesNotSayAndAllThatSentinelsRead() {
        SimTrio simulated = new SimTrio();
        simulated.settle();
        try (RealTrio real = new RealTrio(RedisBinary.find())) {
            for (int node = 0; node < 2; node++) {
                int which = node;
                Await.atMost(BOUND)
                        .until(
                                "it is linked",
                                () -> real.info(which).contains("slave0:")
                                        || real.info(which).contains("master_link_status:up"));
                Set<String> shown = fields(simulated.info(node));
                Set<String> known = fields(real.info(node));
                assertThat(known).containsAll(shown);
                Set<String> read =
                        known.stream().filter(SimRedisIT::isRead).collect(Collectors.toCollection(TreeSet::new));
                assertThat(shown).containsAll(read);
            }
        }
    }

    private static Set<String> fields(String info) {
        return info.lines()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the core reads a field: a text that has it, with a value that stands for nothing else, means something else. */
    private static boolean isRead(String field) {
        var nothing = InfoText.parse("");
        return Stream.of("1", "7", "up", "master", "a".repeat(40))
                .anyMatch(value -> !InfoText.parse(field + ":" + value + "\r\n").equals(nothing));
    }

    /** Three servers, of whichever kind. */
    interface Trio {

        void kill(int node);

        /** Starts a dead one as the file says that it was first configured with. */
        void start(int node);

        /** @param master whom a node follows from now on, -1 = nobody */
        void follow(int node, int master);

        /** A client of a node publishes. */
        void publish(int node, String message);

        /** A node sends its replicas away, and a client publishes there before they can be back. */
        void publishUnheard(int node, String message);

        /** A node copies the data of another one, where a client publishes meanwhile. */
        void followWhile(int node, int master, String message);

        /** What a client heard that subscribed at a node when it was started first. */
        List<String> heard(int node);

        boolean isRunning(int node);

        /** What INFO says, of the sections in question. */
        String info(int node);

        /** The node at a port. */
        String nameOf(int port);

        /** What all say of themselves, without what is different in every life. */
        default String portrait(Labels labels) {
            List<String> lines = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                lines.add(isRunning(node) ? portraitOf(node, labels) : "node " + node + " is dead");
            }
            return String.join("\n", lines);
        }

        private String portraitOf(int node, Labels labels) {
            var report = InfoText.parse(info(node));
            var history = report.history();
            return "node " + node + " " + report.role().word()
                    + report.masterEndpoint()
                            .map(m -> " of " + nameOf(m.port()))
                            .orElse("")
                    + (report.masterEndpoint().isEmpty() ? "" : report.masterLinkUp() ? " linked" : " cut off")
                    + " priority " + report.priority()
                    + (report.announced() ? "" : " unannounced")
                    + " replicas "
                    + report.replicas().stream()
                            .map(r -> nameOf(r.port()))
                            .sorted()
                            .toList()
                    + " history " + labels.of(history.replicationId())
                    + " before " + labels.of(history.secondaryId())
                    + (history.syncInProgress() ? " syncing" : "")
                    + (history.loading() ? " loading" : "")
                    + (history.snapshotsOnly() ? "" : " aof")
                    + " heard " + heard(node);
        }
    }

    /** Short names for ids, in the order in which they are met. */
    static final class Labels {

        private final List<String> met = new ArrayList<>();

        String of(String id) {
            if (id.isEmpty()) {
                return "none";
            }
            if (!met.contains(id)) {
                met.add(id);
            }
            return "#" + met.indexOf(id);
        }

        Labels copy() {
            Labels copy = new Labels();
            copy.met.addAll(met);
            return copy;
        }
    }

    static String[] sections() {
        return SECTIONS.clone();
    }
}
