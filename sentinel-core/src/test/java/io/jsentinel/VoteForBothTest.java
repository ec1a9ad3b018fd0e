package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PeerState.Vote;
import io.jsentinel.pod.PeerStateForm;
import io.jsentinel.pod.Pods;
import io.jsentinel.pod.RecordText;
import io.jsentinel.resp.Resp;
import io.jsentinel.sidecar.SidecarStart;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Input;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A daemon beside a server votes for first masters and for leaders of failovers: one vote in each epoch, for both. */
class VoteForBothTest {

    private static final String ONE = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);

    private final Sentinel sentinel;
    private long nowMillis = 60_000;

    VoteForBothTest() {
        SidecarConfig sidecar = new SidecarConfig(
                new SidecarConfig.Pod("redis-0", "10.0.0.1", "", Pods.SERVICE, SidecarConfig.Announce.NAME),
                new SidecarConfig.Local("m", "10.0.0.1", 6379, "role.conf", "record"),
                new SidecarConfig.Boot(3, 0, 0),
                SidecarConfig.Guard.DEFAULT);
        MasterMemory memory = new MasterMemory(4, 4, List.of(), List.of());
        MasterConfig master = new MasterConfig("m", new Endpoint("10.0.0.2", 6379), MasterSettings.defaults(2), memory);
        SentinelConfig empty = SentinelConfig.empty();
        SentinelConfig config = new SentinelConfig(
                empty.myId(), 4, empty.announceIp(), 0, empty.peerCredentials(), true, true, true, List.of(master));
        sentinel = new Sentinel(
                new Startup(
                        config,
                        ProcessSettings.of(Timing.DEFAULT),
                        new Listening(26379, Optional.empty()),
                        file -> true,
                        new SidecarStart(sidecar, "", 0)),
                new SplittableRandom(1));
        save(sentinel.start(0));
        // A vote of the earlier life, whose candidate nobody remembers, does not bind any more.
    }

    private void save(Batch batch) {
        sentinel.step(++nowMillis, new Input.Saved(batch.stateNumber()));
    }

    private Batch command(String name, String... words) {
        return sentinel.step(++nowMillis, new Input.Commanded(7, name, List.of(words)));
    }

    private void watch() {
        save(command("sentinel|monitor", "SENTINEL", "MONITOR", "m", "10.0.0.2", "6379", "2"));
    }

    private void wishToLead(long epoch, String candidate) {
        save(command(
                "sentinel|is-master-down-by-addr",
                "SENTINEL",
                "IS-MASTER-DOWN-BY-ADDR",
                "10.0.0.2",
                "6379",
                Long.toString(epoch),
                candidate));
    }

    private void wishToBeMaster(long epoch, String candidate) {
        wishToBeMaster(epoch, candidate, FreshnessRecord.none(Pods.pod(1)));
    }

    private void wishToBeMaster(long epoch, String candidate, FreshnessRecord data) {
        String record = RecordText.format(data);
        save(command(
                "sentinel|peerstate", "SENTINEL", "PEERSTATE", "m", "vote", Long.toString(epoch), candidate, record));
    }

    private Vote vote() {
        List<Resp> answers = Told.answers(command("sentinel|peerstate", "SENTINEL", "PEERSTATE", "m"));
        return PeerStateForm.parse(answers.get(0)).orElseThrow().vote();
    }

    private static Vote voteFor(long epoch, String candidate) {
        return new Vote(epoch, Optional.of(new RunId(candidate)));
    }

    @Test
    void aVoteForAFailoverIsNotGivenAgainThoughItsMasterIsWatchedNoMore() {
        watch();
        wishToLead(7, ONE);
        save(command("sentinel|remove", "SENTINEL", "REMOVE", "m"));
        wishToBeMaster(7, OTHER);
        assertThat(vote()).isEqualTo(voteFor(7, ONE));
        wishToBeMaster(8, OTHER);
        assertThat(vote()).isEqualTo(voteFor(8, OTHER));
    }

    @Test
    void aVoteForAFirstMasterIsNotGivenAgainForAFailover() {
        wishToBeMaster(7, ONE);
        assertThat(vote()).isEqualTo(voteFor(7, ONE));
        watch();
        nowMillis += 10_000;
        wishToLead(7, OTHER);
        assertThat(vote().leader()).isNotEqualTo(voteFor(7, OTHER).leader());
        wishToLead(8, OTHER);
        assertThat(vote()).isEqualTo(voteFor(8, OTHER));
    }

    @Test
    void dataOfAnEpochThatCannotBeGetNoVote() {
        wishToBeMaster(7, ONE, Pods.record(1, 999_999_999_999_999_999L, 1, 50));
        assertThat(vote().epoch()).isLessThan(7);
        wishToBeMaster(7, OTHER, Pods.record(1, 6, 1, 50));
        assertThat(vote()).isEqualTo(voteFor(7, OTHER));
    }

    @Test
    void whileAnElectedPodIsAboutToBeTheMasterNobodyElseIsElectedByAFailover() {
        watch();
        wishToBeMaster(7, ONE);
        assertThat(vote()).isEqualTo(voteFor(7, ONE));
        wishToLead(8, OTHER);
        assertThat(vote()).isEqualTo(voteFor(7, ONE));
        nowMillis += 5_000;
        wishToLead(9, OTHER);
        assertThat(vote()).isEqualTo(voteFor(9, OTHER));
    }
}
