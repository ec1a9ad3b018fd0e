package io.jsentinel.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.acl.Denial.Reason;
import io.jsentinel.resp.Resp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is noted of denials, and how the same ones are counted. */
class AccessLogTest {

    private static final Denial INFO = new Denial(Reason.COMMAND, "info", 0);

    private final AccessLog log = new AccessLog(3, true);

    @Test
    void anEntryHasTheFieldsOfRedisInItsOrder() {
        log.add(new AccessLog.Incident(new Denial(Reason.CHANNEL, "+sdown", 1), "ro", "id=3"), 1_000);

        assertThat(fields(log.newest(10, 1_250), 0))
                .containsExactly(
                        "count",
                        1L,
                        "reason",
                        "channel",
                        "context",
                        "toplevel",
                        "object",
                        "+sdown",
                        "username",
                        "ro",
                        "age-seconds",
                        "0.25",
                        "client-info",
                        "id=3",
                        "entry-id",
                        0L,
                        "timestamp-created",
                        1_000L,
                        "timestamp-last-updated",
                        1_000L);
    }

    @Test
    void before72EntriesHaveNoNumberAndNoTimes() {
        AccessLog old = new AccessLog(3, false);
        old.add(incident(INFO, "ro"), 1_000);

        assertThat(fields(old.newest(1, 1_000), 0)).hasSize(14).doesNotContain("entry-id");
    }

    @Test
    void theSameDenialWithinAMinuteIsCountedAndComesFirstAgain() {
        log.add(incident(INFO, "ro"), 1_000);
        log.add(incident(INFO, "rw"), 2_000);
        log.add(incident(INFO, "ro"), 61_000);

        Resp entries = log.newest(10, 62_000);
        assertThat(((Resp.Array) entries).items()).hasSize(2);
        assertThat(fields(entries, 0)).startsWith("count", 2L).contains("ro", "1", 0L, 1_000L, 61_000L);
        assertThat(fields(entries, 1)).startsWith("count", 1L).contains("rw");
    }

    @Test
    void theSameDenialLaterIsANewEntry() {
        log.add(incident(INFO, "ro"), 1_000);
        log.add(incident(INFO, "ro"), 61_001);

        assertThat(((Resp.Array) log.newest(10, 61_001)).items()).hasSize(2);
    }

    @Test
    void onlyTheNewestAreKept() {
        for (int i = 0; i < 5; i++) {
            log.add(incident(INFO, "u" + i), 1_000);
        }

        Resp entries = log.newest(10, 1_000);
        assertThat(((Resp.Array) entries).items()).hasSize(3);
        assertThat(fields(entries, 0)).contains("u4");
        assertThat(((Resp.Array) log.newest(1, 1_000)).items()).hasSize(1);
        assertThat(((Resp.Array) log.newest(-1, 1_000)).items()).isEmpty();
        log.clear();
        assertThat(((Resp.Array) log.newest(10, 1_000)).items()).isEmpty();
    }

    @Test
    void aLogOfNothingKeepsNothing() {
        AccessLog none = new AccessLog(0, true);
        none.add(incident(INFO, "ro"), 1_000);

        assertThat(((Resp.Array) none.newest(10, 1_000)).items()).isEmpty();
    }

    @Test
    void aLongNameIsCut() {
        log.add(incident(new Denial(Reason.AUTH, "AUTH", 0), "n".repeat(5_000)), 1_000);

        assertThat(fields(log.newest(1, 1_000), 0)).contains("n".repeat(1_024));
    }

    private static AccessLog.Incident incident(Denial denial, String user) {
        return new AccessLog.Incident(denial, user, "id=1");
    }

    private static List<Object> fields(Resp entries, int at) {
        Resp.Pairs entry = (Resp.Pairs) ((Resp.Array) entries).items().get(at);
        return entry.namesAndValues().stream().map(AccessLogTest::plain).toList();
    }

    private static Object plain(Resp value) {
        if (value instanceof Resp.Int number) {
            return number.value();
        }
        return value instanceof Resp.Fraction fraction ? fraction.digits() : value.textOrEmpty();
    }
}
