package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of the version that {@code compat-version} names. */
class PersonalityTest {

    @FunctionalInterface
    private interface Conversation {
        void with(RawClient client) throws IOException;
    }

    private static void under(String version, Conversation conversation) throws IOException {
        try (TestServer server = new TestServer(TestServer.configOf("bind 127.0.0.1", "compat-version " + version));
                RawClient client = server.connect()) {
            conversation.with(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"redis-7.0, redis, 7.0.15", "redis-7.2, redis, 7.2.4", "valkey-8, valkey, 8.1.4"})
    void helloNamesTheServerAndItsVersion(String version, String name, String number) throws IOException {
        under(
                version,
                client -> client.ask(
                        "HELLO",
                        "*12~$6~server~$" + name.length() + "~" + name + "~$7~version~$" + number.length() + "~"
                                + number + "~$5~proto~:2~$2~id~:1~$4~mode~$8~sentinel~$7~modules~*0~"));
    }

    @Test
    void valkeyCallsItselfRedisWhereClientsNeedThatName() throws IOException {
        under(
                "valkey-8\nextended-redis-compatibility yes",
                client -> assertThat(client.ask(
                                        "HELLO",
                                        "*12~$6~server~$5~redis~$7~version~$5~7.2.4~$5~proto~:2~$2~id~:1~$4~mode~"
                                                + "$8~sentinel~$7~modules~*0~")
                                .send("INFO server\r\n")
                                .readBulk())
                        .contains(
                                "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.4\r\n",
                                "\r\nredis_mode:sentinel\r\n")
                        .doesNotContain("server_mode"));
        under(
                "valkey-8\nextended-redis-compatibility yes\nextended-redis-compatibility no",
                client -> assertThat(info(client)).contains("server_mode:sentinel\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"redis-7.0, 15, 72", "redis-7.2, 15, 73", "valkey-8, 15, 77"})
    void theListOfCommandsIsThatOfTheVersion(String version, int commands, int all) throws IOException {
        under(version, client -> {
            client.ask("COMMAND COUNT", ":" + commands + "~");
            client.send("COMMAND LIST\r\n").expect("*" + all + "~");
        });
    }

    @Test
    void infoListsTheUnixSocketUnderTheNumberOfItsKind() throws IOException {
        try (TestServer server =
                        new TestServer(TestServer.configOf("bind 127.0.0.1", "port 0", "unixsocket /run/s.sock"));
                RawClient client = server.connect()) {
            assertThat(info(client))
                    .contains("tcp_port:0\r\n", "\r\nlistener1:name=unix,bind=/run/s.sock\r\n")
                    .doesNotContain("listener0", "listener2");
        }
    }

    @Test
    void infoTellsWhichProgramThisIs() throws IOException {
        under(
                "redis-7.0",
                client -> assertThat(info(client))
                        .contains("redis_version:7.0.15\r\n", "redis_mode:sentinel\r\n")
                        .doesNotContain("listener0", "pubsub_clients", "acl_access_denied_auth", "total_watched_keys"));
        under(
                "redis-7.2",
                client -> assertThat(info(client))
                        .contains(
                                "redis_version:7.2.4\r\n",
                                "redis_mode:sentinel\r\n",
                                "listener0:name=tcp,bind=",
                                "pubsub_clients:0\r\n",
                                "acl_access_denied_auth:0\r\n",
                                "total_blocking_keys_on_nokey:0\r\n"));
        under(
                "valkey-8",
                client -> assertThat(info(client))
                        .contains(
                                "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.4\r\n",
                                "server_mode:sentinel\r\n",
                                "listener0:")
                        .doesNotContain("redis_mode"));
    }

    private static String info(RawClient client) throws IOException {
        return client.send("INFO\r\n").readBulk();
    }

    @Test
    void aClientsLineHasTheFieldsOfTheVersion() throws IOException {
        under(
                "redis-7.0",
                client -> assertThat(line(client))
                        .contains(" ssub=0 multi=-1 qbuf=")
                        .endsWith(" redir=-1 resp=2\n"));
        under(
                "redis-7.2",
                client -> assertThat(line(client))
                        .contains(" ssub=0 multi=-1 watch=0 qbuf=")
                        .endsWith(" resp=2 lib-name= lib-ver=\n"));
        under(
                "valkey-8",
                client -> assertThat(line(client))
                        .matches("(?s).* lib-name= lib-ver= tot-net-in=13 tot-net-out=0 tot-cmds=1\n"));
    }

    private static String line(RawClient client) throws IOException {
        return client.send("CLIENT INFO\r\n").readBulk();
    }

    @Test
    void onlyValkeyRefusesToEndNoSubscription() throws IOException {
        for (String version : List.of("redis-7.0", "redis-7.2")) {
            under(
                    version,
                    client -> client.ask("UNSUBSCRIBE", "*3~$11~unsubscribe~$-1~:0~")
                            .ask("PUNSUBSCRIBE", "*3~$12~punsubscribe~$-1~:0~"));
        }
        under(
                "valkey-8",
                client -> client.ask("UNSUBSCRIBE", "-NOSUB 'unsubscribe' command executed not in subscribed mode~")
                        .ask("PUNSUBSCRIBE", "-NOSUB 'punsubscribe' command executed not in subscribed mode~")
                        .ask("UNSUBSCRIBE x", "*3~$11~unsubscribe~$1~x~:0~")
                        .ask("SUBSCRIBE x", "*3~$9~subscribe~$1~x~:1~")
                        .ask("UNSUBSCRIBE", "*3~$11~unsubscribe~$1~x~:0~"));
    }

    @Test
    void theFilterMaxAgeCameLater() throws IOException {
        under(
                "redis-7.0",
                client -> client.ask("CLIENT KILL MAXAGE 10 ID 7", "-ERR syntax error~")
                        .ask("CLIENT SETINFO LIB-NAME x", "-ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.~"));
        under(
                "redis-7.2",
                client -> client.ask("CLIENT KILL MAXAGE 1000 SKIPME no", ":0~")
                        .ask("CLIENT KILL MAXAGE 0 SKIPME no", "-ERR maxage should be greater than 0~")
                        .ask("CLIENT KILL MAXAGE x SKIPME no", "-ERR maxage is not an integer or out of range~"));
    }

    @Test
    void renamedCommandsAreFoundByTheirNewNamesOnly() throws IOException {
        under(
                "redis-7.0\nrename-command sentinel guard\nrename-command ping pong\nrename-command SHUTDOWN \"\"",
                client -> client.ask("GUARD nosuch", "-ERR unknown subcommand 'nosuch'. Try GUARD HELP.~")
                        .ask("guard masters x", "-ERR wrong number of arguments for 'sentinel|masters' command~")
                        .ask("pong", "+PONG~")
                        .ask("ping", "-ERR unknown command 'ping', with args beginning with: ~")
                        .ask("shutdown", "-ERR unknown command 'shutdown', with args beginning with: ~")
                        .ask("COMMAND LIST FILTERBY PATTERN ping", "*1~$4~ping~")
                        .ask("COMMAND LIST FILTERBY PATTERN shut*", "*0~")
                        .ask("COMMAND GETKEYS guard masters", "-ERR The command has no key arguments~")
                        .ask("COMMAND GETKEYS guard foo", "-ERR Invalid command specified~"));
    }

    @Test
    void whoIsNotLoggedInIsToldInTheWordsOfTheVersion() throws IOException {
        for (String version : List.of("redis-7.0", "redis-7.2")) {
            try (TestServer server = new TestServer(
                            TestServer.configOf("bind 127.0.0.1", "requirepass secret", "compat-version " + version));
                    RawClient client = server.connect()) {
                client.ask(
                        "HELLO 3",
                        "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO "
                                + (version.equals("redis-7.0") ? "" : "<proto> ")
                                + "AUTH <user> <pass> option can be used to authenticate the client and select the RESP"
                                + " protocol version at the same time~");
            }
        }
    }
}
