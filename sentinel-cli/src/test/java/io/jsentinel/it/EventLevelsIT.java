package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event of each level, in the log of a daemon and among what it publishes. */
class EventLevelsIT {

    /** The events that are waited for, one for each level, with the sign of that level in front. */
    private static final List<String> SIGNED =
            List.of("# +sdown slave ", "* +slave slave ", "- -role-change slave ", ". -cmd-link-reconnection slave ");

    @Test
    void atDebugTheLogHasTheSignOfEachLevelAndAllButDebugIsPublished() {
        String log = logOfALife("debug");
        assertThat(SIGNED).allSatisfy(event -> assertThat(log).contains(" " + event));
    }

    @Test
    void atNoticeWhatIsVerboseIsPublishedAndNotLogged() {
        String log = logOfALife("notice");
        assertThat(log).contains(" " + SIGNED.get(0), " " + SIGNED.get(1));
        assertThat(log).doesNotContain("-role-change", "-cmd-link-reconnection");
    }

    /** A replica is found, takes itself for a master, and dies; what was logged of it. */
    private static String logOfALife(String level) {
        try (Cluster cluster = Cluster.of(1)) {
            SentinelProcess sentinel = cluster.add(cluster.setup(OURS, 2).line("loglevel " + level));
            EventLog events = cluster.log(0);
            cluster.awaitAcquainted();
            sentinel.call("SENTINEL", "DEBUG", "INFO-PERIOD", "100");
            RedisServer replica = cluster.nodes().get(1);
            replica.call("REPLICAOF", "NO", "ONE");
            events.awaitEvent("-role-change", HEAL_BOUND);
            replica.kill();
            events.awaitEvent("+sdown", HEAL_BOUND);
            // An event is logged before it is published, and in their order: what was to be logged is there.
            Await.atMost(HEAL_BOUND)
                    .until("the end is logged", () -> sentinel.logText().contains(SIGNED.get(0)));
            assertThat(events.events("-cmd-link-reconnection")).isEmpty();
            return sentinel.logText();
        }
    }
}
