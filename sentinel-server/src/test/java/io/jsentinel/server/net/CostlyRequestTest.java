package io.jsentinel.server.net;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests of full size that cost far more to carry out than to send. Each would keep the event loop for seconds if its
 * words were compared with each other one by one; a client of these tests waits ten seconds for many of them.
 */
class CostlyRequestTest {

    private static final int MANY = 20;

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        client = server.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void prefixesThatBeginAlikeAreComparedQuickly() throws IOException {
        String alike = "a".repeat(900);
        StringBuilder request = new StringBuilder("CLIENT TRACKING ON BCAST");
        for (int i = 1; i < Tracking.MAX_PREFIXES; i++) {
            request.append(" PREFIX ").append(alike).append(10_000 + i);
        }
        String last = alike + (10_000 + Tracking.MAX_PREFIXES - 1);
        request.append(" PREFIX ").append(last);
        String error = "-ERR Prefix '" + last + "' overlaps with another provided prefix '" + last
                + "'. Prefixes for a single client must not overlap.~";
        for (int i = 0; i < MANY; i++) {
            client.ask(request.toString(), error);
        }
    }

    @Test
    void aPatternOfAMegabyteDescribesNothing() throws IOException {
        String request = "COMMAND LIST FILTERBY PATTERN *[" + "a".repeat(1_000_000) + "]";
        for (int i = 0; i < MANY; i++) {
            client.ask(request, "*0~");
        }
    }

    @Test
    void rulesThatReplaceEachOtherAreFoundQuickly() throws IOException {
        StringBuilder rules = new StringBuilder("ACL SETUSER many");
        for (int i = 0; i < 9_000; i++) {
            rules.append(" +ping|").append(i);
        }
        for (int i = 0; i < MANY; i++) {
            client.ask(rules.toString(), "+OK~");
        }
    }

    @Test
    void ofThousandsOfFiltersAllMustHold() throws IOException {
        String filters = " TYPE normal".repeat(14_000);
        client.ask("CLIENT KILL" + filters + " ID 99", ":0~").ask("CLIENT KILL SKIPME no" + filters, ":1~");
        client.expectEnd();
    }
}
