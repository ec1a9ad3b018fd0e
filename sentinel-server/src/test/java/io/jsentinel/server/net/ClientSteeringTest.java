package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CLIENT REPLY, PAUSE, TRACKING and their relatives. */
class ClientSteeringTest {

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void connect() throws IOException {
        server = new TestServer();
        client = server.connect();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aClientCanDoWithoutOneAnswerOrWithoutAny() throws IOException {
        client.send("CLIENT REPLY SKIP\r\nPING lost\r\nPING 1\r\n").expect("$1~1~");
        client.send("CLIENT REPLY SKIP\r\nSENTINEL MYID\r\nSENTINEL NOSUCH\r\n")
                .expect("-ERR unknown subcommand 'NOSUCH'. Try SENTINEL HELP.~");
        client.send("CLIENT REPLY OFF\r\nPING\r\nSENTINEL MYID\r\nCLIENT REPLY SKIP\r\nPING\r\nNOSUCH\r\n"
                        + "CLIENT REPLY ON\r\nPING 2\r\n")
                .expect("+OK~$1~2~");
        client.ask("CLIENT REPLY on", "+OK~").ask("CLIENT REPLY x", "-ERR syntax error~");
    }

    @Test
    void whoWantsNoAnswersStillHearsWhatItSubscribedTo() throws IOException {
        client.ask(
                "HELLO 3",
                "%6~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:3~$2~id~:1~$4~mode~$8~sentinel~"
                        + "$7~modules~*0~");
        client.send("CLIENT REPLY OFF\r\nSUBSCRIBE +set\r\nSENTINEL SET m quorum 1\r\n")
                .expect(">3~$9~subscribe~$4~+set~:1~>3~$7~message~$4~+set~$30~master mm 127.0.0.1 1 quorum 1~");
    }

    @Test
    void aPauseMakesEverybodyWaitUntilItsTimeIsOver() throws IOException {
        try (RawClient other = server.connect()) {
            other.ask("PING", "+PONG~");
            client.ask("CLIENT PAUSE 300", "+OK~");
            long beganNanos = System.nanoTime();
            other.send("NOSUCH\r\nPING 1\r\nPING 2\r\n");
            other.expect("-ERR unknown command 'NOSUCH', with args beginning with: ~");
            other.expect("$1~1~$1~2~");
            assertThat(System.nanoTime() - beganNanos).isGreaterThan(100_000_000L);
        }
    }

    @Test
    void aPauseOfWritersHoldsHellosBackUntilSomebodyEndsIt() throws Exception {
        try (RawClient sentinel = server.connect()) {
            sentinel.ask("CLIENT ID", ":2~");
            client.ask("CLIENT PAUSE 3600000 WRITE", "+OK~");
            sentinel.send("PING 1\r\nPUBLISH __sentinel__:hello x\r\nPING 2\r\n")
                    .expect("$1~1~");
            Await.atMost(Duration.ofSeconds(10))
                    .until("the hello waits", () -> lineOf("CLIENT LIST ID 2").contains(" flags=b "));
            assertThat(infoOfClients()).contains("blocked_clients:1\r\n");
            client.ask("CLIENT UNPAUSE", "+OK~");
            sentinel.expect(":1~$1~2~");
            client.ask("PUBLISH __sentinel__:hello x", ":1~");
        }
    }

    private String infoOfClients() throws IOException {
        return client.send("INFO clients\r\n").readBulk();
    }

    private String lineOf(String command) {
        try {
            return client.send(command + "\r\n").readBulk();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSenselessPauseIsRefused() throws IOException {
        client.ask("CLIENT PAUSE x", "-ERR timeout is not an integer or out of range~")
                .ask("CLIENT PAUSE -1", "-ERR timeout is negative~")
                .ask("CLIENT PAUSE 1 foo", "-ERR CLIENT PAUSE mode must be WRITE or ALL~")
                .ask(
                        "CLIENT PAUSE 1 WRITE x",
                        "-ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.~")
                .ask("CLIENT PAUSE 0", "+OK~")
                .ask("PING", "+PONG~");
    }

    @Test
    void nobodyIsBlockedSoNobodyIsUnblocked() throws IOException {
        client.ask("CLIENT UNBLOCK 1", ":0~")
                .ask("CLIENT UNBLOCK 1 Timeout", ":0~")
                .ask("CLIENT UNBLOCK x error", "-ERR value is not an integer or out of range~")
                .ask("CLIENT UNBLOCK 1 foo", "-ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR~");
    }

    @Test
    void whatAClientAskedOfTrackingIsKept() throws IOException {
        client.ask("CLIENT GETREDIR", ":-1~")
                .ask("CLIENT TRACKINGINFO", "*6~$5~flags~*1~$3~off~$8~redirect~:-1~$8~prefixes~*0~")
                .ask("CLIENT TRACKING on OPTIN NOLOOP", "+OK~")
                .ask("CLIENT GETREDIR", ":0~")
                .ask("CLIENT CACHING yes", "+OK~")
                .ask(
                        "CLIENT TRACKINGINFO",
                        "*6~$5~flags~*4~$2~on~$5~optin~$11~caching-yes~$6~noloop~$8~redirect~:0~$8~prefixes~*0~")
                .ask("PING", "+PONG~")
                .ask("CLIENT TRACKINGINFO", "*6~$5~flags~*3~$2~on~$5~optin~$6~noloop~$8~redirect~:0~$8~prefixes~*0~")
                .ask("CLIENT TRACKING off", "+OK~")
                .ask("CLIENT TRACKING on BCAST PREFIX b PREFIX a REDIRECT 1", "+OK~")
                .ask("CLIENT TRACKINGINFO", "*6~$5~flags~*2~$2~on~$5~bcast~$8~redirect~:1~$8~prefixes~*2~$1~a~$1~b~");
        assertThat(lineOf("CLIENT INFO")).contains(" flags=tB ", " redir=1 ");
        assertThat(infoOfClients()).contains("tracking_clients:1\r\n");
    }

    @Test
    void prefixesHaveABound() throws IOException {
        for (int i = 0; i < Tracking.MAX_PREFIXES; i++) {
            client.send("CLIENT TRACKING on BCAST PREFIX p" + (10_000 + i) + "\r\n")
                    .expect("+OK~");
        }
        client.ask("CLIENT TRACKING on BCAST PREFIX one-more", "-ERR too many prefixes~");
    }
}
