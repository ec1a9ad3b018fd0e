package io.jsentinel.pod;

import static io.jsentinel.pod.Pods.history;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the Redis server beside us says of itself. */
class LocalInfoTest {

    @Test
    void aMasterIsRead() {
        LocalRedis redis = LocalInfo.parse("role:master\r\nrun_id:" + history('1') + "\r\nconnected_slaves:2\r\n"
                        + "master_replid:" + history('b') + "\r\nmaster_repl_offset:77\r\nloading:0\r\n"
                        + "db0:keys=10,expires=0,avg_ttl=0\r\ndb12:keys=5,expires=0\r\n")
                .orElseThrow();
        assertThat(redis.isMaster()).isTrue();
        assertThat(redis.offset()).isEqualTo(77);
        assertThat(redis.keys()).isEqualTo(15);
        assertThat(redis.replicas()).isEqualTo(2);
        assertThat(redis.replid()).isEqualTo(history('b'));
        assertThat(redis.following()).isEmpty();
    }

    @Test
    void aReplicaThatFollowsItselfIsAnOrphan() {
        LocalRedis redis = LocalInfo.parse("role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:6379\r\n"
                        + "master_link_status:down\r\nslave_repl_offset:5\r\nmaster_repl_offset:9\r\n")
                .orElseThrow();
        assertThat(redis.isOrphan(new Endpoint("127.0.0.1", 6379))).isTrue();
        assertThat(redis.isOrphan(new Endpoint("127.0.0.1", 6380))).isFalse();
        assertThat(redis.offset()).isEqualTo(5);
        assertThat(redis.linkUp()).isFalse();
    }

    @Test
    void absurdValuesWereNotSaid() {
        assertThat(LocalInfo.parse("")).isEqualTo(Optional.empty());
        assertThat(LocalInfo.parse("role:sentinel\r\n")).isEmpty();
        LocalRedis redis = LocalInfo.parse("role:master\nmaster_repl_offset:" + "9".repeat(19) + "\nmaster_replid:x\n"
                        + "run_id:short\ndb0:keys=-1\nmaster_port:70000\n")
                .orElseThrow();
        assertThat(redis.offset()).isZero();
        assertThat(redis.keys()).isZero();
        assertThat(redis.replid()).isEmpty();
        assertThat(redis.runId()).isEmpty();
    }

    @Test
    void anOrdinalIsTheNumberAtTheEndOfAName() {
        assertThat(new PodIdentity("my-redis-12").ordinal()).hasValue(12);
        assertThat(new PodIdentity("redis").ordinal()).isEmpty();
        assertThat(new PodIdentity("7").ordinal()).isEmpty();
        assertThat(new PodIdentity("redis-12345678").ordinal()).isEmpty();
        assertThat(new PodIdentity("redis-2").isAmong(3)).isTrue();
        assertThat(new PodIdentity("redis-3").isAmong(3)).isFalse();
    }
}
