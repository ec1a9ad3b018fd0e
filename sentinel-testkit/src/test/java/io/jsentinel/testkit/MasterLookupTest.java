package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client finds the master that the first sentinel names which has heard of it. */
class MasterLookupTest {

    private static final int OLD = 7001;
    private static final int NEW = 7002;
    private static final Optional<InetSocketAddress> OLD_MASTER = Optional.of(RespClient.loopback(OLD));

    @Test
    void aSentinelThatNamesAnotherMasterIsBelievedBeforeOneThatDoesNotYet() {
        try (FakeNode behind = naming(OLD);
                FakeNode ahead = naming(NEW);
                MasterLookup lookup = new MasterLookup(at(behind.port(), ahead.port()), "mymaster")) {
            assertThat(lookup.findOtherThan(OLD_MASTER))
                    .map(InetSocketAddress::getPort)
                    .hasValue(NEW);
            assertThat(lookup.find()).map(InetSocketAddress::getPort).hasValue(NEW);
        }
    }

    @Test
    void whereNoSentinelNamesAnotherTheOldMasterIsTriedAgain() {
        try (FakeNode one = naming(OLD);
                FakeNode other = naming(OLD);
                MasterLookup lookup = new MasterLookup(at(one.port(), other.port()), "mymaster")) {
            assertThat(lookup.findOtherThan(OLD_MASTER))
                    .map(InetSocketAddress::getPort)
                    .hasValue(OLD);
        }
    }

    @Test
    void allThatCanBeReachedAreConnectedBeforeTheFirstQuestion() {
        try (FakeNode one = naming(OLD);
                FakeNode other = naming(OLD);
                MasterLookup lookup = new MasterLookup(at(one.port(), FreePort.next(), other.port()), "mymaster")) {
            lookup.connect();
            Await.atMost(RespClient.READ_TIMEOUT)
                    .until(
                            "both are connected",
                            () -> one.connections().size() + other.connections().size() == 2);
            lookup.findOtherThan(OLD_MASTER);

            assertThat(one.connections()).hasSize(1);
            assertThat(other.connections()).hasSize(1);
        }
    }

    private static List<InetSocketAddress> at(int... ports) {
        return Arrays.stream(ports).mapToObj(RespClient::loopback).toList();
    }

    private static FakeNode naming(int port) {
        String text = Integer.toString(port);
        return FakeNode.start(
                args -> FakeAnswer.raw("*2\r\n$9\r\n127.0.0.1\r\n$" + text.length() + "\r\n" + text + "\r\n"));
    }
}
