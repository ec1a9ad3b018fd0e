package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions say about clients and the process, and in which order they answer. */
class SessionServiceTest {

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
    void everyCommandOfTheSessionHasSomebodyWhoServesIt() {
        List<String> ofTheSession = Commands.of(Personality.DEFAULT).flat().stream()
                .filter(spec -> spec.place() == CommandSpec.Place.SESSION
                        && !List.of("acl", "client").contains(spec.fullName()))
                .map(CommandSpec::fullName)
                .toList();

        assertThat(server.sessions.sessionCommands().names()).containsExactlyInAnyOrderElementsOf(ofTheSession);
    }

    @Test
    void answersKeepTheOrderOfTheRequestsAlthoughTheCoreIsLate() throws Exception {
        client.send("SENTINEL CKQUORUM m\r\nPING 1\r\nNOSUCH\r\nSENTINEL MYID\r\nPING 2\r\n");
        try (RawClient other = server.connect()) {
            other.ask("PING", "+PONG~");
        }
        Await.atMost(Duration.ofSeconds(10)).until("the core is asked", () -> answerWaiting() == 1);

        client.expect("+OK 2 usable Sentinels.~$1~1~-ERR unknown command 'NOSUCH', with args beginning with: ~$40~"
                + TestBackend.MY_ID + "~$1~2~");
    }

    @Test
    void anAnswerForAClientThatIsGoneIsDropped() throws Exception {
        client.send("SENTINEL CKQUORUM m\r\n");
        client.close();
        Await.atMost(Duration.ofSeconds(10)).until("the client is gone", () -> server.sessions.count() == 0);
        Await.atMost(Duration.ofSeconds(10)).until("the core is asked", () -> answerWaiting() == 1);

        try (RawClient other = server.connect()) {
            other.ask("PING", "+PONG~");
        }
    }

    @Test
    void aClientIsDescribedInOneLine() throws IOException {
        client.ask("CLIENT SETNAME abc", "+OK~")
                .ask("CLIENT GETNAME", "$3~abc~")
                .ask("CLIENT SETINFO lib-name x", "+OK~")
                .ask("CLIENT SETINFO LIB-VER 1.0", "+OK~")
                .ask("CLIENT SETINFO lib-foo 1.0", "-ERR Unrecognized option 'lib-foo'~")
                .ask(
                        "CLIENT SETINFO lib-ver a\tb",
                        "-ERR lib-ver cannot contain spaces, newlines or special characters.~")
                .ask("CLIENT NO-EVICT on", "+OK~")
                .ask("CLIENT NO-EVICT x", "-ERR syntax error~")
                .ask("CLIENT ID", ":1~")
                .send("CLIENT INFO\r\n");
        String line = client.readBulk();

        assertThat(line)
                .startsWith("id=1 addr=" + client.localAddress() + " laddr=127.0.0.1:" + server.port() + " fd=");
        assertThat(line).contains(" name=abc age=0 idle=0 flags=e db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=0 ");
        assertThat(line).endsWith(" events=r cmd=client|info user=default redir=-1 resp=2 lib-name=x lib-ver=1.0\n");
    }

    @Test
    void clientsAreListedByTypeAndNumber() throws IOException {
        try (RawClient subscriber = server.connect()) {
            subscriber.ask("SUBSCRIBE +sdown", "*3~$9~subscribe~$6~+sdown~:1~");
            assertThat(ids("CLIENT LIST")).containsExactly("1", "2");
            assertThat(ids("CLIENT LIST TYPE pubsub")).containsExactly("2");
            assertThat(ids("CLIENT LIST TYPE normal")).containsExactly("1");
            assertThat(ids("CLIENT LIST ID 2 99")).containsExactly("2");
            assertThat(ids("CLIENT LIST TYPE replica")).isEmpty();
        }
        client.ask("CLIENT LIST TYPE foo", "-ERR Unknown client type 'foo'~")
                .ask("CLIENT LIST foo", "-ERR syntax error~")
                .ask("CLIENT LIST ID", "-ERR syntax error~")
                .ask("CLIENT LIST ID x", "-ERR Invalid client ID~")
                .ask(
                        "HELLO 3",
                        "%6~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:3~$2~id~:1~$4~mode~$8~sentinel~"
                                + "$7~modules~*0~")
                .ask("CLIENT LIST ID 99", "=4~txt:~");
    }

    @Test
    void clientsAreKilledByWhatDescribesThem() throws IOException {
        try (RawClient subscriber = server.connect();
                RawClient second = server.connect();
                RawClient third = server.connect()) {
            subscriber.ask("SUBSCRIBE +sdown", "*3~$9~subscribe~$6~+sdown~:1~");
            second.ask("PING", "+PONG~");
            third.ask("PING", "+PONG~");
            client.ask("CLIENT KILL ID 99999", ":0~")
                    .ask("CLIENT KILL TYPE pubsub", ":1~")
                    .ask("CLIENT KILL " + second.localAddress(), "+OK~")
                    .ask("CLIENT KILL 1.2.3.4:5", "-ERR No such client~")
                    .ask("CLIENT KILL USER default SKIPME no", ":2~");
            subscriber.expectEnd();
            second.expectEnd();
            third.expectEnd();
            client.expectEnd();
        }
    }

    @Test
    void clientsAreKilledByWhereTheyCameIn() throws IOException {
        String door = "127.0.0.1:" + server.port();
        try (RawClient second = server.connect();
                RawClient third = server.connect()) {
            second.ask("PING", "+PONG~");
            third.ask("PING", "+PONG~");
            client.ask("CLIENT KILL LADDR 127.0.0.1:1", ":0~")
                    .ask("CLIENT KILL LADDR " + second.localAddress(), ":0~")
                    .ask("CLIENT KILL LADDR " + door + " ADDR " + second.localAddress(), ":1~");
            second.expectEnd();
            third.ask("PING", "+PONG~");
            client.ask("CLIENT KILL LADDR " + door, ":1~");
            third.expectEnd();
            client.ask("CLIENT KILL LADDR " + door + " SKIPME no", ":1~").expectEnd();
        }
    }

    @Test
    void aSenselessKillIsRefused() throws IOException {
        client.ask("CLIENT KILL ID x", "-ERR client-id should be greater than 0~")
                .ask("CLIENT KILL ID 0", "-ERR client-id should be greater than 0~")
                .ask("CLIENT KILL TYPE foo", "-ERR Unknown client type 'foo'~")
                .ask("CLIENT KILL TYPE normal SKIPME", "-ERR syntax error~")
                .ask("CLIENT KILL SKIPME maybe", "-ERR syntax error~")
                .ask("CLIENT KILL USER nosuch", "-ERR No such user 'nosuch'~")
                .ask("CLIENT KILL ID 1 foo bar", "-ERR syntax error~")
                .ask("CLIENT KILL ADDR " + client.localAddress(), ":0~");
    }

    @Test
    void infoHasTheSectionsOfASentinel() throws IOException {
        String info = info("INFO");
        assertThat(titles(info)).containsExactly("# Server", "# Clients", "# Stats", "# CPU", "# Sentinel");
        assertThat(info)
                .contains(
                        "redis_version:7.2.4\r\n",
                        "redis_mode:sentinel\r\n",
                        "process_id:" + ProcessHandle.current().pid(),
                        "\r\n\r\n# Clients\r\nconnected_clients:1\r\n",
                        "maxclients:10000\r\n",
                        "used_cpu_user:",
                        "total_commands_processed:1\r\n",
                        "sentinel_tilt:0\r\n");
        assertThat(info).doesNotContain("used_memory", "rdb_last_bgsave", "master_repl_offset", "cluster_enabled");
        assertThat(Pattern.compile("used_cpu_user:\\d+\\.\\d{6}\r\n")
                        .matcher(info)
                        .find())
                .isTrue();
        assertThat(titles(info("INFO everything"))).hasSize(5);
        assertThat(titles(info("INFO SERVER nosuch cpu"))).containsExactly("# Server", "# CPU");
        assertThat(info("INFO nosuch")).isEmpty();
        assertThat(info("INFO sentinel")).isEqualTo("# Sentinel\r\nsentinel_masters:1\r\nsentinel_tilt:0\r\n");
    }

    private int answerWaiting() {
        try {
            return server.onLoop(server.backend::answerWaiting);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String info(String line) throws IOException {
        return client.send(line + "\r\n").readBulk();
    }

    private List<String> ids(String line) throws IOException {
        return info(line)
                .lines()
                .map(entry -> entry.substring(3, entry.indexOf(' ')))
                .toList();
    }

    private static List<String> titles(String info) {
        return info.lines().filter(entry -> entry.startsWith("#")).toList();
    }
}
