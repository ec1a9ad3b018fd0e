package io.jsentinel.it;

import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stock sentinel and ours treat connections alike: names, logins, subscriptions, bytes that make no sense. */
@NeedsStock
class WireConnectionIT {

    private static final String SECRET = "open-Sesame";

    private static WirePair pair;
    private static SentinelProcess lockedStock;
    private static SentinelProcess lockedOurs;

    @BeforeAll
    static void start() {
        pair = WirePair.start();
        lockedStock = locked(Cluster.Kind.STOCK);
        lockedOurs = locked(Cluster.Kind.OURS);
    }

    private static SentinelProcess locked(Cluster.Kind kind) {
        SentinelSetup setup = SentinelProcess.command(kind.command()).password(SECRET);
        return (kind == Cluster.Kind.OURS ? setup.line(WirePair.VERSION_LINE) : setup).start();
    }

    @AfterAll
    static void end() {
        if (pair != null) {
            pair.close();
        }
        Stream.of(lockedStock, lockedOurs).filter(each -> each != null).forEach(SentinelProcess::close);
    }

    @Test
    void connectionsAreIntroducedAlike() {
        pair.inBothProtocols(both -> {
            both.lines("""
                    HELLO
                    HELLO 4
                    HELLO 1
                    HELLO x
                    HELLO 3 FOO
                    HELLO 2 SETNAME
                    HELLO 2 AUTH default
                    CLIENT GETNAME
                    CLIENT SETNAME abc
                    CLIENT GETNAME
                    CLIENT SETNAME\s
                    CLIENT GETNAME
                    CLIENT NO-EVICT on
                    CLIENT NO-EVICT x
                    CLIENT FOO
                    CLIENT KILL ID 99999
                    CLIENT KILL ID x
                    CLIENT KILL 1.2.3.4:5
                    CLIENT KILL TYPE foo
                    CLIENT KILL USER nobody
                    CLIENT LIST TYPE foo
                    CLIENT LIST TYPE replica
                    CLIENT LIST ID 99999
                    CLIENT LIST ID x
                    CLIENT LIST FOO
                    AUTH x
                    AUTH u p
                    AUTH u p x
                    SHUTDOWN ABORT
                    SHUTDOWN FOO
                    """);
            both.ask("CLIENT", "SETNAME", "a b")
                    .ask("HELLO", "2", "SETNAME", "a\tb")
                    .ask("CLIENT", "SETNAME", "caf\u00e9")
                    .line("HELLO 3 AUTH default x SETNAME me")
                    .line("CLIENT GETNAME")
                    .line("HELLO 2 AUTH u p")
                    .line("CLIENT GETNAME")
                    .line("HELLO 3 SETNAME me")
                    .line("CLIENT GETNAME");
        });
    }

    @Test
    void connectionsAreSteeredAlike() {
        pair.inBothProtocols(both -> both.lines("""
                CLIENT CACHING yes
                CLIENT CACHING foo
                CLIENT GETREDIR
                CLIENT TRACKINGINFO
                CLIENT TRACKING foo
                CLIENT TRACKING on
                CLIENT TRACKING on REDIRECT 99999
                CLIENT TRACKING on REDIRECT x
                CLIENT TRACKING on REDIRECT
                CLIENT TRACKING on BCAST
                CLIENT TRACKINGINFO
                CLIENT GETREDIR
                CLIENT CACHING yes
                CLIENT TRACKING on OPTIN
                CLIENT TRACKINGINFO
                CLIENT TRACKING off
                CLIENT TRACKING on OPTIN OPTOUT
                CLIENT TRACKING on OPTIN
                CLIENT CACHING no
                CLIENT CACHING maybe
                CLIENT CACHING yes
                CLIENT TRACKINGINFO
                PING
                CLIENT TRACKINGINFO
                CLIENT TRACKING on OPTOUT
                CLIENT TRACKING off
                CLIENT TRACKING on OPTOUT NOLOOP
                CLIENT CACHING yes
                CLIENT CACHING no
                CLIENT TRACKINGINFO
                CLIENT TRACKING off
                CLIENT TRACKING on PREFIX a
                CLIENT TRACKING on BCAST
                CLIENT TRACKINGINFO
                CLIENT TRACKING off
                CLIENT TRACKING on BCAST PREFIX a PREFIX ab
                CLIENT TRACKING on BCAST PREFIX c PREFIX b
                CLIENT TRACKINGINFO
                CLIENT TRACKING on BCAST PREFIX cc
                CLIENT TRACKING on BCAST OPTIN
                CLIENT TRACKING on BCAST FOO
                CLIENT TRACKING on
                CLIENT TRACKING off FOO
                CLIENT TRACKING off
                CLIENT TRACKINGINFO
                CLIENT UNBLOCK 99999
                CLIENT UNBLOCK 99999 TIMEOUT
                CLIENT UNBLOCK 99999 error
                CLIENT UNBLOCK 1 foo
                CLIENT UNBLOCK x
                CLIENT UNBLOCK 1 a b
                CLIENT PAUSE x
                CLIENT PAUSE -1
                CLIENT PAUSE 0
                CLIENT PAUSE 1 foo
                CLIENT PAUSE 1 WRITE
                CLIENT PAUSE 1 WRITE x
                CLIENT UNPAUSE
                CLIENT REPLY foo
                CLIENT REPLY ON
                CLIENT KILL MAXAGE 10 ID 99999
                CLIENT KILL ID
                CLIENT SETINFO LIB-NAME x
                """));
        for (String silence :
                List.of("CLIENT REPLY SKIP\r\nPING lost\r\n", "CLIENT REPLY OFF\r\nPING\r\nCLIENT FOO\r\n")) {
            try (SideBySide both = pair.connect()) {
                both.raw(2, silence + "CLIENT REPLY ON\r\nPING\r\n").mustAgree();
            }
        }
    }

    @Test
    void whoHasNotLoggedInIsTurnedAwayAlike() {
        for (String protocol : List.of("2", "3")) {
            try (SideBySide both = WirePair.connect(lockedStock, lockedOurs)) {
                both.lines("""
                        PING
                        PING a b
                        FOO
                        hello
                        hello 3
                        HELLO 4
                        INFO
                        SENTINEL MASTERS
                        SENTINEL FOO
                        COMMAND
                        SHUTDOWN
                        SUBSCRIBE x
                        AUTH wrong
                        AUTH default wrong
                        AUTH nobody open-Sesame
                        HELLO 3 AUTH default wrong
                        """);
                both.ask("HELLO", protocol, "AUTH", "default", SECRET)
                        .line("PING")
                        .line("AUTH wrong")
                        .line("PING")
                        .ask("AUTH", SECRET)
                        .line("SENTINEL MASTERS")
                        .mustAgree();
            }
        }
        for (String tooMuch : List.of("*11\r\n$4\r\nPING\r\n", "*2\r\n$4\r\nPING\r\n$16385\r\n")) {
            try (SideBySide both = WirePair.connect(lockedStock, lockedOurs)) {
                both.rawToEnd(tooMuch).mustAgree();
            }
        }
    }

    @Test
    void subscribersAreServedAlike() {
        pair.inBothProtocols(both -> both.ask(2, "SUBSCRIBE", "+set", "+nothing")
                .ask("PSUBSCRIBE", "+se[t]")
                .ask("SUBSCRIBE", "+set")
                .line("PING")
                .line("PING x")
                .line("SENTINEL MYID")
                .line("CLIENT GETNAME")
                .line("QUIT")
                .line("GET x")
                .line("SENTINEL MASTER")
                .line("SENTINEL MASTER nope")
                .ask("UNSUBSCRIBE", "+nothing")
                .ask("UNSUBSCRIBE", "+never")
                .ask("UNSUBSCRIBE")
                .line("PING")
                .ask("PUNSUBSCRIBE")
                .line("PING")
                .ask("UNSUBSCRIBE")
                .ask("PUNSUBSCRIBE")
                .ask(2, "PUNSUBSCRIBE", "foo", "bar")
                .line("PING"));
    }

    @Test
    void aChangedSettingIsAnnouncedAlike() {
        pair.inBothProtocols(listener -> {
            listener.ask("SUBSCRIBE", "+set").ask("PSUBSCRIBE", "+s?t");
            try (SideBySide both = pair.connect()) {
                both.line("SENTINEL SET mymaster quorum 1").mustAgree();
                listener.hear("+set quorum", 2);
                both.line("SENTINEL SET mymaster auth-pass ").mustAgree();
                listener.hear("+set auth-pass", 2);
                both.line("SENTINEL SET mymaster quorum 1 Parallel-Syncs 1 quorum 0")
                        .mustAgree();
                listener.hear("+set twice", 4);
            }
        });
    }

    @Test
    void inlineCommandsAreReadAlike() {
        try (SideBySide both = pair.connect()) {
            both.raw(1, "PING\r\n")
                    .raw(1, "PING\n")
                    .raw(1, "  ping  \r\n")
                    .raw(1, "\r\n\r\nPING\r\n")
                    .raw(1, "   \r\nPING\r\n")
                    .raw(1, "PING \"a b\"\r\n")
                    .raw(1, "PING 'a\\'b'\r\n")
                    .raw(1, "PING \"\\x41\\n\\t\\\\\"\r\n")
                    .raw(1, "PING \"\"\r\n")
                    .raw(1, "PING a\tb\r\n")
                    .raw(1, "GET x\r\n")
                    .raw(1, "sentinel master nope\r\n")
                    .raw(3, "PING\r\nPING 2\r\n*1\r\n$4\r\nPING\r\n")
                    .raw(1, "*0\r\n*-1\r\nPING\r\n")
                    .raw(1, "*1\r\n$4\r\nPI\r\n\r\n")
                    .mustAgree();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING \"a\r\n",
                "PING \"a\"b\r\n",
                "PING 'a\r\n",
                "*1\r\n:4\r\n",
                "*1\r\nPING\r\n",
                "*1\r\n\r\n",
                "*x\r\n",
                "*\r\n",
                "*2147483648\r\n",
                "*99999999999999999999\r\n",
                "*1\r\n$x\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$\r\n",
                "*1\r\n$536870913\r\n",
                "PING\r\n*1\r\n$x\r\n",
                "POST / HTTP/1.1\r\n",
                "Host: a\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n"
            })
    void whoBreaksTheProtocolIsToldAndCutOffAlike(String bytes) {
        try (SideBySide both = pair.connect()) {
            both.rawToEnd(bytes).mustAgree();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*1\r\n$"})
    void aLineWithoutEndIsToldAndCutOffAlike(String beginning) {
        try (SideBySide both = pair.connect()) {
            both.rawToEnd(beginning + "9".repeat(70_000)).mustAgree();
        }
    }
}
