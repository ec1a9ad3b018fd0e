package io.jsentinel.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfoTextTest {

    private static final RunId MASTER_ID = new RunId("32642ca7160be7f1d1c1550078bab7e8c45b4362");

    /** What a real Redis 7.0.15 answered to INFO. */
    private static String real(String name) throws IOException {
        try (InputStream file = InfoTextTest.class.getResourceAsStream("redis-7.0-" + name + ".txt")) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .replace("\n", "\r\n");
        }
    }

    @Test
    void aRealMasterIsRead() throws IOException {
        InfoReport report = InfoText.parse(real("master"));

        assertThat(report.runId()).contains(MASTER_ID);
        assertThat(report.role()).isEqualTo(Role.MASTER);
        assertThat(report.replicas()).containsExactly(new Endpoint("127.0.0.1", 14101));
        assertThat(report.masterEndpoint()).isEmpty();
        assertThat(report.offset()).isEqualTo(1132);
        assertThat(report.history().replicationId()).isEqualTo("ca855c96b7d10bf6f76db86035c28c7e0cf1e3a9");
        assertThat(report.history().loading()).isFalse();
    }

    @Test
    void aRealReplicaIsRead() throws IOException {
        InfoReport report = InfoText.parse(real("replica"));

        assertThat(report.runId()).isPresent();
        assertThat(report.role()).isEqualTo(Role.SLAVE);
        assertThat(report.replicas()).isEmpty();
        assertThat(report.masterEndpoint()).contains(new Endpoint("127.0.0.1", 14100));
        assertThat(report.masterLinkUp()).isTrue();
        assertThat(report.masterLinkDownMillis()).isZero();
        assertThat(report.priority()).isEqualTo(100);
        assertThat(report.offset()).isPositive();
        assertThat(report.announced()).isTrue();
        assertThat(report.history().syncInProgress()).isFalse();
    }

    @Test
    void theKeysOfAllDatabasesAreCounted() {
        assertThat(InfoText.parse("# Keyspace\r\ndb0:keys=12,expires=3,avg_ttl=0\r\ndb15:keys=5,expires=1\r\n")
                        .history()
                        .keys())
                .isEqualTo(new Keys(17, 4));
        assertThat(InfoText.parse("# Keyspace\r\n").history().keys()).isEqualTo(Keys.NONE);
    }

    @Test
    void howManyKeysThereAreIsUnknownWhereItIsNotSaid() {
        assertThat(InfoText.parse("role:master\r\n").history().keys().areKnown())
                .isFalse();
        assertThat(InfoText.parse("db0:keys=12,expires=3\r\n").history().keys().areKnown())
                .isFalse();
    }

    @Test
    void absurdNumbersOfKeysCountAsNone() {
        Keys keys = InfoText.parse("# Keyspace\ndb0:keys=9223372036854775807,expires=-5\ndb1:keys=x\ndbx:keys=7\n")
                .history()
                .keys();
        assertThat(keys).isEqualTo(Keys.NONE);
    }

    @Test
    void aHistoryThatThereWasNotIsNone() {
        History history = InfoText.parse("master_replid2:" + "0".repeat(40) + "\nsecond_repl_offset:-1\n")
                .history();
        assertThat(history.secondaryId()).isEmpty();
        assertThat(history.secondaryOffset()).isEqualTo(-1);
        assertThat(history.has("")).isFalse();
    }

    @Test
    void whetherThereAreOnlySnapshotsIsReadWhereItIsSaid() {
        assertThat(InfoText.parse("aof_enabled:0\n").history().snapshotsOnly()).isTrue();
        assertThat(InfoText.parse("aof_enabled:1\n").history().snapshotsOnly()).isFalse();
        assertThat(InfoText.parse("role:master\n").history().snapshotsOnly()).isFalse();
    }

    @Test
    void aReplicaWithoutAnOffsetOfItsOwnIsKnownByTheOthersThatItSays() {
        assertThat(InfoText.parse("role:replica\nmaster_repl_offset:7\n").offset())
                .isEqualTo(7);
        assertThat(InfoText.parse("role:replica\nslave_read_repl_offset:8\nmaster_repl_offset:7\n")
                        .offset())
                .isEqualTo(8);
        assertThat(InfoText.parse("role:replica\nslave_repl_offset:0\nmaster_repl_offset:7\n")
                        .offset())
                .isZero();
        assertThat(InfoText.parse("role:replica\n").offset()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"role:slave", "role:replica", "role:active-replica", "role:replica ", "nothing"})
    void theWordsForAReplica(String line) {
        assertThat(InfoText.parse(line + "\r\n").role()).isEqualTo(Role.SLAVE);
    }

    @Test
    void replicasAreListedInManyForms() {
        assertThat(InfoText.parse("""
                        role:primary
                        slave0:10.0.0.1,6379,online
                        slave1:ip=10.0.0.2,port=6380,state=stable_sync,lag=0
                        replica2:ip=10.0.0.3,port=6381,state=online
                        slave3:ip=10.0.0.4,port=0,state=wait_bgsave
                        slaves:ip=10.0.0.5,port=1
                        replica_announced:1
                        replica_priority:5
                        """))
                .satisfies(report -> assertThat(report.priority()).isEqualTo(5))
                .extracting(InfoReport::replicas)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(
                        new Endpoint("10.0.0.1", 6379), new Endpoint("10.0.0.2", 6380), new Endpoint("10.0.0.3", 6381));
    }

    @ParameterizedTest
    @ValueSource(strings = {"master", "replica"})
    void aTextCutAnywhereSaysLessButNothingElse(String name) throws IOException {
        String whole = real(name);
        InfoReport full = InfoText.parse(whole);
        for (int end = 0; end <= whole.length(); end++) {
            InfoReport cut = InfoText.parse(whole.substring(0, end));

            assertThat(cut.runId().isEmpty() || cut.runId().equals(full.runId()))
                    .isTrue();
            assertThat(cut.role() == full.role() || cut.role() == Role.SLAVE).isTrue();
            assertThat(cut.replicas().size())
                    .isLessThanOrEqualTo(full.replicas().size());
            assertThat(cut.offset()).isLessThanOrEqualTo(full.offset());
            assertThat(cut.priority()).isIn(100, 10, 1);
        }
    }

    @Test
    void lineEndsMayBeOfEitherKind() throws IOException {
        String text = real("replica");

        assertThat(InfoText.parse(text.replace("\r\n", "\n"))).isEqualTo(InfoText.parse(text));
    }

    @Test
    void theOldFormOfTheListOfReplicasIsRead() {
        assertThat(InfoText.parse("role:master\r\nslave0:10.0.0.2,6379,online\r\nslave1:10.0.0.3,6380,online")
                        .replicas())
                .containsExactly(new Endpoint("10.0.0.2", 6379), new Endpoint("10.0.0.3", 6380));
    }

    @Test
    void replicasOfTheSixthVersionAndOfTwoDigitsAreRead() {
        assertThat(InfoText.parse("role:master\nslave10:ip=FD00::2,port=6379,state=online")
                        .replicas())
                .containsExactly(new Endpoint("fd00::2", 6379));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip=10.0.0.2,port=0,state=online",
                "ip=10.0.0.2,port=65536,state=online",
                "ip=10.0.0.2,port=-1,state=online",
                "ip=10.0.0.2,port=x,state=online",
                "ip=10.0.0.2",
                "ip=,port=6379",
                "ip=host..example,port=6379,state=online",
                "",
                ",",
                ",,,,,,"
            })
    void aReplicaThatCannotBeReachedIsLeftOut(String value) {
        assertThat(InfoText.parse("role:master\r\nslave0:" + value).replicas()).isEmpty();
    }

    @Test
    void otherFieldsThatBeginLikeReplicasAreNone() {
        assertThat(InfoText.parse("role:master\nslave_repl_offset:10.0.0.2,6379\nslave:10.0.0.2,6379\n")
                        .replicas())
                .isEmpty();
    }

    @Test
    void aReplicaIsOneUnderItsNewName() {
        assertThat(InfoText.parse("role:replica\r\n").role()).isEqualTo(Role.SLAVE);
        assertThat(InfoText.parse("role:master\r\nrole:nonsense\r\n").role()).isEqualTo(Role.MASTER);
        assertThat(InfoText.parse("").role()).isEqualTo(Role.SLAVE);
    }

    @Test
    void absurdNumbersAreAsIfTheyHadNotBeenSaid() {
        InfoReport report = InfoText.parse(String.join(
                "\r\n",
                "role:slave",
                "master_host:10.0.0.1",
                "master_port:99999999999999999999",
                "slave_priority:-5",
                "slave_repl_offset:99999999999999999999",
                "master_link_down_since_seconds:9223372036854775807"));

        assertThat(report.masterEndpoint()).contains(new Endpoint("10.0.0.1", 0));
        assertThat(report.priority()).isEqualTo(100);
        assertThat(report.offset()).isZero();
        assertThat(report.masterLinkDownMillis()).isZero();
    }

    @Test
    void theLongestCutAndOneThatNeverStoodAreRead() {
        assertThat(InfoText.parse("role:slave\nmaster_link_down_since_seconds:2147483647")
                        .masterLinkDownMillis())
                .isEqualTo(2_147_483_647_000L);
        assertThat(InfoText.parse("role:slave\nmaster_link_down_since_seconds:-1")
                        .masterLinkDownMillis())
                .isNegative();
    }

    @Test
    void aRunIdOfAnotherLengthIsNone() {
        assertThat(InfoText.parse("run_id:" + "a".repeat(39)).runId()).isEmpty();
        assertThat(InfoText.parse("run_id:" + "a".repeat(41)).runId()).isEmpty();
        assertThat(InfoText.parse("run_id:" + "a".repeat(39) + " ").runId()).isEmpty();
    }

    @Test
    void aMegabyteIsReadAndNotMore() {
        String padding = "#".repeat(InfoText.MAX_LENGTH - "\nrole:master".length());

        assertThat(InfoText.parse(padding + "\nrole:master").role()).isEqualTo(Role.MASTER);
        assertThat(InfoText.parse(padding + "#\nrole:master").role()).isEqualTo(Role.SLAVE);
    }

    @Test
    void asManyReplicasAreReadAsAMasterMayHave() {
        StringBuilder text = new StringBuilder("role:master\n");
        for (int i = 0; i <= Master.MAX_MEMBERS; i++) {
            text.append("slave")
                    .append(i)
                    .append(":ip=10.0.0.2,port=")
                    .append(i + 1)
                    .append(",state=online\n");
        }

        assertThat(InfoText.parse(text.toString()).replicas()).hasSize(Master.MAX_MEMBERS);
    }

    @Test
    void noTextMakesTheReaderFail() throws IOException {
        String whole = real("replica") + real("master");
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int changes = random.nextInt(200); changes > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            assertThat(InfoText.parse(text.toString()).priority()).isNotNegative();
        }
    }
}
