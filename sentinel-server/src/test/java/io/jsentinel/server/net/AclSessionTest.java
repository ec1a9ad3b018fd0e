package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users at work: what each is told, and who is cut off when rights change. */
class AclSessionTest {

    private static final String NO_FILE = "-ERR This Redis instance is not configured to use an ACL file. You may want"
            + " to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
            + " configuration file set) in order to store users in the Redis configuration.~";

    private TestServer server;
    private RawClient admin;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(TestServer.configOf(
                "bind 127.0.0.1", "user ro on >ro -@all +ping +subscribe +psubscribe +client|id +publish &news*"));
        admin = server.connect();
    }

    @AfterEach
    void end() throws IOException {
        admin.close();
        server.close();
    }

    @Test
    void aUserMayDoWhatItsRulesSayAndIsToldWhatItMayNot() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("AUTH ro bad", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .ask("AUTH nobody ro", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .ask("AUTH ro ro", "+OK~")
                    .ask("PING", "+PONG~")
                    .ask("INFO", "-NOPERM User ro has no permissions to run the 'info' command~")
                    .ask(
                            "SENTINEL MASTERS",
                            "-NOPERM User ro has no permissions to run the 'sentinel|masters' command~")
                    .ask("NOSUCH", "-ERR unknown command 'NOSUCH', with args beginning with: ~")
                    .ask("SUBSCRIBE other", "-NOPERM No permissions to access a channel~")
                    .ask("PSUBSCRIBE news1", "-NOPERM No permissions to access a channel~")
                    .ask("PUBLISH __sentinel__:hello x", "-NOPERM No permissions to access a channel~")
                    .ask("PSUBSCRIBE news*", "*3~$10~psubscribe~$5~news*~:1~")
                    .ask("INFO", "-NOPERM User ro has no permissions to run the 'info' command~")
                    .ask(
                            "CLIENT ID",
                            "-ERR Can't execute 'client|id': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT /"
                                    + " RESET are allowed in this context~");
        }
    }

    @Test
    void as70TheWordsAreThoseOf70() throws IOException {
        try (TestServer old = new TestServer(TestServer.configOf(
                        "bind 127.0.0.1", "compat-version redis-7.0", "requirepass p", "user ro on >ro +subscribe"));
                RawClient client = old.connect()) {
            client.ask(
                            "HELLO 3",
                            "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
                                    + " <user> <pass> option can be used to authenticate the client and select the RESP"
                                    + " protocol version at the same time~")
                    .ask("AUTH ro ro", "+OK~")
                    .ask("PING", "-NOPERM this user has no permissions to run the 'ping' command~")
                    .ask(
                            "SUBSCRIBE a",
                            "-NOPERM this user has no permissions to access one of the channels used as arguments~")
                    .ask("AUTH p", "+OK~")
                    .ask("ACL DRYRUN ro ping", "$54~This user has no permissions to run the 'ping' command~")
                    .ask("ACL DRYRUN ro subscribe x", "$54~This user has no permissions to access the 'x' channel~");
        }
    }

    @Test
    void helloLogsInAsAnyUser() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("HELLO 2 AUTH ro wrong", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .send("HELLO 2 AUTH ro ro\r\nACL WHOAMI\r\n");
            client.expect("*12~" + "$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:2~$2~id~:2~"
                    + "$4~mode~$8~sentinel~$7~modules~*0~"
                    + "-NOPERM User ro has no permissions to run the 'acl|whoami' command~");
        }
    }

    @Test
    void usersAreListedAndDescribed() throws IOException {
        admin.ask("ACL WHOAMI", "$7~default~")
                .ask("ACL USERS", "*2~$7~default~$2~ro~")
                .ask("ACL GETUSER nobody", "$-1~")
                .ask("ACL SETUSER s on (+ping &a)", "+OK~")
                .ask(
                        "ACL GETUSER s",
                        "*12~$5~flags~*2~$2~on~$16~sanitize-payload~$9~passwords~*0~$8~commands~$5~-@all~$4~keys~$0~~"
                                + "$8~channels~$0~~$9~selectors~*1~*6~$8~commands~$11~-@all +ping~$4~keys~$0~~"
                                + "$8~channels~$2~&a~")
                .ask("ACL SETUSER s foo", "-ERR Error in ACL SETUSER modifier 'foo': Syntax error~")
                .ask("ACL SETUSER s (+ping", "-ERR Unmatched parenthesis in acl selector starting at '(+ping'.~")
                .ask("ACL DELUSER s nobody", ":1~")
                .ask("ACL DELUSER ro default", "-ERR The 'default' user cannot be removed~")
                .ask("ACL USERS", "*2~$7~default~$2~ro~");
    }

    @Test
    void smallCommandsAnswerAsRedis() throws IOException {
        admin.ask("ACL CAT pubsub", "*5~$10~psubscribe~$7~publish~$12~punsubscribe~$9~subscribe~$11~unsubscribe~")
                .ask("ACL CAT keyspace", "*0~")
                .ask("ACL CAT KeySpace", "*0~")
                .ask("ACL CAT sentinel", "-ERR Unknown category 'sentinel'~")
                .ask("ACL CAT a b", "-ERR unknown subcommand or wrong number of arguments for 'CAT'. Try ACL HELP.~")
                .ask("ACL GENPASS x", "-ERR value is not an integer or out of range~")
                .ask(
                        "ACL GENPASS 4097",
                        "-ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
                                + " number up to 4096~")
                .ask("ACL SAVE", NO_FILE)
                .ask("ACL LOAD", NO_FILE)
                .ask("ACL LOG x", "-ERR value is not an integer or out of range~")
                .ask("ACL LOG RESET", "+OK~")
                .ask("ACL LOG", "*0~")
                .ask("ACL DRYRUN nobody ping", "-ERR User 'nobody' not found~")
                .ask("ACL DRYRUN ro nosuch", "-ERR Command 'nosuch' not found~")
                .ask("ACL DRYRUN ro sentinel nosuch", "-ERR Command 'sentinel' not found~")
                .ask("ACL DRYRUN ro sentinel master", "-ERR wrong number of arguments for 'sentinel|master' command~")
                .ask("ACL DRYRUN ro PING", "+OK~")
                .ask("ACL DRYRUN ro info", "$52~User ro has no permissions to run the 'info' command~");
        assertThat(admin.send("ACL GENPASS\r\n").readBulk()).matches("[0-9a-f]{64}");
        assertThat(admin.send("ACL GENPASS 5\r\n").readBulk()).matches("[0-9a-f]{2}");
    }

    @Test
    void whatWasDeniedIsInTheLog() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("AUTH ro bad", "-WRONGPASS invalid username-password pair or user is disabled.~")
                    .ask("AUTH ro ro", "+OK~")
                    .ask("INFO", "-NOPERM User ro has no permissions to run the 'info' command~")
                    .ask("SUBSCRIBE news x", "-NOPERM No permissions to access a channel~")
                    .ask("INFO", "-NOPERM User ro has no permissions to run the 'info' command~");
        }
        String head = "$7~context~$8~toplevel~$6~object~";
        admin.send("ACL LOG 1\r\n");
        admin.expect("*1~*20~$5~count~:2~$6~reason~$7~command~" + head + "$4~info~$8~username~$2~ro~$11~age-seconds~");
    }

    @Test
    void whoLosesItsUserIsCutOff() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("AUTH ro ro", "+OK~");
            admin.ask("ACL SETUSER ro off", "+OK~");
            client.ask("PING", "+PONG~");
            admin.ask("ACL DELUSER ro", ":1~");
            client.expectEnd();
        }
    }

    @Test
    void whoRemovesItselfGetsTheAnswerFirst() throws IOException {
        try (RawClient client = server.connect()) {
            admin.ask("ACL SETUSER me on nopass +@all", "+OK~");
            client.ask("AUTH me any", "+OK~").ask("ACL DELUSER me", ":1~").expectEnd();
        }
    }

    @Test
    void whoMayNotListenAnyMoreIsCutOffAndOthersAreNot() throws IOException {
        try (RawClient listener = server.connect();
                RawClient other = server.connect();
                RawClient idle = server.connect()) {
            listener.ask("AUTH ro ro", "+OK~").ask("SUBSCRIBE news1", "*3~$9~subscribe~$5~news1~:1~");
            other.ask("AUTH ro ro", "+OK~").ask("SUBSCRIBE news2", "*3~$9~subscribe~$5~news2~:1~");
            idle.ask("AUTH ro ro", "+OK~");
            admin.ask("ACL SETUSER ro resetchannels &news2", "+OK~");
            listener.expectEnd();
            other.ask("PING", "*2~$4~pong~$0~~");
            idle.ask("PING", "+PONG~");
        }
    }

    @Test
    void aPasswordOfTheDefaultUserConcernsNewConnectionsOnly() throws IOException {
        admin.ask("ACL SETUSER default >pw", "+OK~").ask("PING", "+PONG~");
        try (RawClient client = server.connect()) {
            client.ask("PING", "-NOAUTH Authentication required.~")
                    .ask("NOSUCH", "-ERR unknown command 'NOSUCH', with args beginning with: ~")
                    .ask("AUTH pw", "+OK~")
                    .ask("PING", "+PONG~");
        }
        admin.ask("ACL SETUSER default nopass off", "+OK~");
        try (RawClient client = server.connect()) {
            client.ask("PING", "-NOAUTH Authentication required.~")
                    .ask("AUTH ro ro", "+OK~")
                    .ask("PING", "+PONG~");
        }
    }

    @Test
    void clientsAreKilledByUser() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("AUTH ro ro", "+OK~");
            admin.ask("CLIENT KILL USER nobody", "-ERR No such user 'nobody'~").ask("CLIENT KILL USER ro", ":1~");
            client.expectEnd();
        }
    }
}
