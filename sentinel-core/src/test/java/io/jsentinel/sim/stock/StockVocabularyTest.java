package io.jsentinel.sim.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StockVocabularyTest {

    private static final String ID = "95fee8ee90ccd8dd67233a6bdb68beecb4b5c30a";
    private static final String HELLO = "10.0.1.1,26379," + ID + ",3,m,10.0.2.2,6379,3";

    @Test
    void whatSentinelsOfRedisSayIsTaken() {
        assertThat(List.of(
                        List.of("PING"),
                        List.of("CLIENT", "SETNAME", "sentinel-95fee8ee-cmd"),
                        List.of("PUBLISH", "__sentinel__:hello", HELLO),
                        List.of("SENTINEL", "is-master-down-by-addr", "10.0.2.2", "6379", "3", "*"),
                        List.of("SENTINEL", "is-master-down-by-addr", "10.0.2.2", "6379", "3", ID)))
                .allMatch(StockVocabulary::isCommand);
        assertThat(StockVocabulary.isHello(HELLO)).isTrue();
    }

    @Test
    void whatTheyDoNotSayIsNot() {
        assertThat(List.of(
                        List.of("INFO"),
                        List.of("PING", "hello"),
                        List.of("HELLO", "3"),
                        List.of("CLIENT", "SETNAME", "jsentinel"),
                        List.of("SENTINEL", "peerstate", "m"),
                        List.of("SENTINEL", "is-master-down-by-addr", "10.0.2.2", "6379", "-1", "*"),
                        List.of("SENTINEL", "is-master-down-by-addr", "10.0.2.2", "6379", "3", "s1"),
                        List.of("SENTINEL", "is-master-down-by-addr", "redis.test", "6379", "3", ID),
                        List.of("PUBLISH", "__sentinel__:hello", HELLO + ",more"),
                        List.of("PUBLISH", "other", HELLO)))
                .noneMatch(StockVocabulary::isCommand);
        assertThat(StockVocabulary.isHello(HELLO.replace(",3,m", ",03,m"))).isFalse();
    }
}
