package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A quorum that follows the voters, in the file. */
class QuorumAutoTest {

    private static final String KNOWN = """
            sentinel known-sentinel m 10.0.0.2 26379 aaaa
            sentinel known-sentinel m 10.0.0.3 26379 bbbb
            sentinel known-sentinel m 10.0.0.4 26379 cccc
            """;

    private static SentinelConfig read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("x", text).lines(), new FakeDisk()).sentinel();
    }

    private static MasterSettings settings(String text) throws ConfigException {
        return read(text).masters().get(0).settings();
    }

    @Test
    void theWordMeansAMajorityOfTheKnownVotersAndOurselves() throws ConfigException {
        assertThat(settings("sentinel monitor m 10.0.0.1 6379 auto\n").quorumText())
                .isEqualTo("auto (now 1)");
        assertThat(settings("sentinel monitor m 10.0.0.1 6379 AUTO\n" + KNOWN).quorumText())
                .isEqualTo("auto (now 3)");
    }

    @Test
    void whatIsSavedHasANumberForOthersAndTheWordForUs() throws ConfigException {
        String people = "# ours\nsentinel monitor m 10.0.0.1 6379 auto\n" + KNOWN;
        String saved = ConfWriter.rewrite(people, read(people));
        assertThat(saved)
                .contains("# ours\nsentinel monitor m 10.0.0.1 6379 3\n")
                .contains("\n#@ sentinel quorum-auto m 3\n");
        assertThat(read(saved)).isEqualTo(read(people));
        assertThat(ConfWriter.rewrite(saved, read(saved))).isEqualTo(saved);
    }

    @Test
    void aNumberThatSomebodyChangedSinceWins() throws ConfigException {
        String changed = "sentinel monitor m 10.0.0.1 6379 4\n#@ sentinel quorum-auto m 3\n" + KNOWN;
        MasterSettings settings = settings(changed);
        assertThat(settings.isQuorumAuto()).isFalse();
        assertThat(settings.quorum()).isEqualTo(4);
        assertThat(ConfWriter.rewrite(changed, read(changed))).doesNotContain("quorum-auto");
    }

    @Test
    void aSpoiledCommentOrOneOfAMasterThatIsGoneSaysNothing() throws ConfigException {
        String text = "sentinel monitor m 10.0.0.1 6379 3\n#@ sentinel quorum-auto m three\n"
                + "#@ sentinel quorum-auto m 12345678901\n#@ sentinel quorum-auto gone 3\n";
        assertThat(settings(text).isQuorumAuto()).isFalse();
    }

    @Test
    void anyOtherWordIsRefused() {
        assertThatThrownBy(() -> read("sentinel monitor m 10.0.0.1 6379 automatic\n"))
                .hasMessageContaining("Quorum must be 1 or greater.");
    }

    @Test
    void aSetOfPodsHasItByDefaultAndANumberWins() throws ConfigException {
        String pod = "sidecar-pod redis-0\nsidecar-service redis.test\nsidecar-replicas 5\n";
        assertThat(settings(pod).quorumText()).isEqualTo("auto (now 3)");
        assertThat(settings(pod + "sentinel monitor mymaster 10.0.0.1 6379 2\n").quorumText())
                .isEqualTo("2");
    }
}
