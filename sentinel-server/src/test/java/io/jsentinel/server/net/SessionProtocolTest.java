package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stock sentinel answered, byte for byte; see the transcripts of 7.0.15, with the changes of 7.2. */
class SessionProtocolTest {

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
    void pingAnswers() throws IOException {
        client.ask("PING", "+PONG~")
                .ask("ping", "+PONG~")
                .ask("PING hello", "$5~hello~")
                .ask("PING a b", "-ERR wrong number of arguments for 'ping' command~");
    }

    @Test
    void whatASentinelDoesNotKnowIsNamedAndTheConnectionStays() throws IOException {
        client.ask("ECHO x", "-ERR unknown command 'ECHO', with args beginning with: 'x' ~")
                .ask("QUIT", "-ERR unknown command 'QUIT', with args beginning with: ~")
                .ask("CONFIG GET *", "-ERR unknown command 'CONFIG', with args beginning with: 'GET' '*' ~")
                .ask("REPLICAOF NO ONE", "-ERR unknown command 'REPLICAOF', with args beginning with: 'NO' 'ONE' ~")
                .ask("CLIENT", "-ERR wrong number of arguments for 'client' command~")
                .ask("CLIENT FOO", "-ERR unknown subcommand 'FOO'. Try CLIENT HELP.~")
                .ask("CLIENT NO-TOUCH on", "-ERR unknown subcommand 'NO-TOUCH'. Try CLIENT HELP.~")
                .ask("SENTINEL", "-ERR wrong number of arguments for 'sentinel' command~")
                .ask("SENTINEL foo", "-ERR unknown subcommand 'foo'. Try SENTINEL HELP.~")
                .ask("SENTINEL MYID x", "-ERR wrong number of arguments for 'sentinel|myid' command~")
                .ask("PING", "+PONG~");
    }

    @Test
    void theCoreAnswersItsCommands() throws IOException {
        client.ask("ROLE", "*2~$8~sentinel~*1~$8~mymaster~")
                .ask("ROLE x", "-ERR wrong number of arguments for 'role' command~")
                .ask("PUBLISH foo bar", "-ERR Only HELLO messages are accepted by Sentinel instances.~")
                .ask("PUBLISH __sentinel__:hello x", ":1~")
                .ask("SENTINEL MYID", "$40~" + TestBackend.MY_ID + "~")
                .ask("SENTINEL GET-MASTER-ADDR-BY-NAME mymaster", "*2~$9~127.0.0.1~$5~14100~")
                .ask("SENTINEL GET-MASTER-ADDR-BY-NAME nope", "*-1~");
    }

    @Test
    void helloHasSixFieldsAndNoRole() throws IOException {
        client.ask(
                        "HELLO",
                        "*12~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:2~$2~id~:1~$4~mode~$8~sentinel~"
                                + "$7~modules~*0~")
                .ask(
                        "HELLO 3",
                        "%6~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:3~$2~id~:1~$4~mode~$8~sentinel~"
                                + "$7~modules~*0~")
                .ask("SENTINEL GET-MASTER-ADDR-BY-NAME nope", "_~")
                .ask("HELLO 4", "-NOPROTO unsupported protocol version~")
                .ask("HELLO x", "-ERR Protocol version is not an integer or out of range~")
                .ask("HELLO 3 FOO", "-ERR Syntax error in HELLO option 'FOO'~")
                .ask("HELLO 2 AUTH a", "-ERR Syntax error in HELLO option 'AUTH'~")
                .ask(
                        "HELLO 2 SETNAME a\tb",
                        "-ERR Client names cannot contain spaces, newlines or special characters.~")
                .ask("CLIENT GETNAME", "_~");
    }

    @Test
    void withoutAPasswordTheDefaultUserTakesAny() throws IOException {
        client.ask(
                        "AUTH x",
                        "-ERR AUTH <password> called without any password configured for the default user. Are"
                                + " you sure your configuration is correct?~")
                .ask("AUTH u p", "-WRONGPASS invalid username-password pair or user is disabled.~")
                .ask("AUTH default x", "+OK~")
                .ask("AUTH a b c", "-ERR syntax error~");
    }

    @Test
    void withAPasswordOnlyLoginIsServedBefore() throws IOException {
        String noAuth = "-NOAUTH Authentication required.~";
        String hello = "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto>"
                + " AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol"
                + " version at the same time~";
        try (TestServer locked = new TestServer(TestServer.config(Optional.of("secret"), 10, 0));
                RawClient stranger = locked.connect();
                RawClient other = locked.connect()) {
            stranger.ask("PING", noAuth)
                    .ask("HELLO", hello)
                    .ask("HELLO 3", hello)
                    .ask("INFO", noAuth)
                    .ask("SENTINEL MASTERS", noAuth)
                    .ask("COMMAND", noAuth)
                    .ask("SHUTDOWN", noAuth)
                    .ask("SUBSCRIBE x", noAuth)
                    .ask("FOO", "-ERR unknown command 'FOO', with args beginning with: ~")
                    .ask("AUTH wrong", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .ask("AUTH secre", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .ask("AUTH default secret", "+OK~")
                    .ask("PING", "+PONG~");
            other.ask("HELLO 3 AUTH default wrong", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .send("HELLO 3 AUTH default secret SETNAME me\r\n")
                    .expect("%6~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:3~$2~id~:2~$4~mode~$8~sentinel~"
                            + "$7~modules~*0~")
                    .ask("CLIENT GETNAME", "$2~me~");
        }
    }

    @Test
    void aSubscribedConnectionOfVersion2OnlyListens() throws IOException {
        String denied = "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context~";
        client.ask("SUBSCRIBE +sdown +odown", "*3~$9~subscribe~$6~+sdown~:1~*3~$9~subscribe~$6~+odown~:2~")
                .ask("PSUBSCRIBE *", "*3~$10~psubscribe~$1~*~:3~")
                .ask("PING", "*2~$4~pong~$0~~")
                .ask("PING x", "*2~$4~pong~$1~x~")
                .ask("SENTINEL MASTERS", "-ERR Can't execute 'sentinel|masters" + denied)
                .ask("INFO", "-ERR Can't execute 'info" + denied)
                .ask("CLIENT ID", "-ERR Can't execute 'client|id" + denied)
                .ask("QUIT", "-ERR unknown command 'QUIT', with args beginning with: ~")
                .ask("HELLO 3", "-ERR Can't execute 'hello" + denied);
        try (RawClient other = server.connect()) {
            other.ask("SENTINEL SET mm quorum 2", "+OK~");
        }
        client.expect("*4~$8~pmessage~$1~*~$4~+set~$30~master mm 127.0.0.1 1 quorum 2~")
                .ask("UNSUBSCRIBE", "*3~$11~unsubscribe~$6~+sdown~:2~*3~$11~unsubscribe~$6~+odown~:1~")
                .ask("PUNSUBSCRIBE", "*3~$12~punsubscribe~$1~*~:0~")
                .ask("UNSUBSCRIBE", "*3~$11~unsubscribe~$-1~:0~")
                .ask("PUNSUBSCRIBE foo", "*3~$12~punsubscribe~$3~foo~:0~")
                .ask("PING", "+PONG~");
    }

    @Test
    void aSubscribedConnectionOfVersion3GoesOnAskingAndHearsAfterItsAnswer() throws IOException {
        client.ask(
                        "HELLO 3 SETNAME me",
                        "%6~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:3~$2~id~:1~$4~mode~"
                                + "$8~sentinel~$7~modules~*0~")
                .ask("SUBSCRIBE +set", ">3~$9~subscribe~$4~+set~:1~")
                .ask("SENTINEL MYID", "$40~" + TestBackend.MY_ID + "~")
                .ask("SENTINEL SET mm quorum 1", "+OK~")
                .expect(">3~$7~message~$4~+set~$30~master mm 127.0.0.1 1 quorum 1~")
                .ask("PING", "+PONG~")
                .ask("UNSUBSCRIBE +set", ">3~$11~unsubscribe~$4~+set~:0~");
    }

    @Test
    void shutdownAsksTheDaemonAndAnswersOnlyErrors() throws IOException {
        client.ask("SHUTDOWN ABORT", "-ERR No shutdown in progress.~")
                .ask("SHUTDOWN FOO", "-ERR syntax error~")
                .ask("SHUTDOWN SAVE NOSAVE", "-ERR syntax error~")
                .send("SHUTDOWN NOSAVE\r\n")
                .expectEnd();
        assertThat(server.backend.shutDown).isTrue();
    }

    @Test
    void theTableDescribesItself() throws IOException {
        client.ask("COMMAND COUNT", ":15~")
                .ask("COMMAND GETKEYS get a", "-ERR Invalid command specified~")
                .ask("COMMAND DOCS get", "*0~")
                .ask("COMMAND INFO get", "*1~$-1~")
                .ask(
                        "COMMAND INFO ping",
                        "*1~*10~$4~ping~:-1~*1~+fast~:0~:0~:0~*2~+@fast~+@connection~*2~"
                                + "$25~request_policy:all_shards~$29~response_policy:all_succeeded~*0~*0~");
    }
}
