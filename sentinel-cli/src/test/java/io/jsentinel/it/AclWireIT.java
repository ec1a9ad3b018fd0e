package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users, rules and denials are told in the same bytes by a stock sentinel of 7.0 and by ours in its guise. */
@NeedsStock
class AclWireIT {

    private static SentinelProcess stock;
    private static SentinelProcess ours;

    @BeforeAll
    static void start() {
        stock = start(Cluster.Kind.STOCK);
        ours = SentinelProcess.command(Cluster.Kind.OURS.command())
                .line("compat-version redis-7.0")
                .start();
    }

    private static SentinelProcess start(Cluster.Kind kind) {
        return SentinelProcess.command(kind.command()).start();
    }

    @AfterAll
    static void end() {
        if (stock != null) {
            stock.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    private static void inBothProtocols(Consumer<SideBySide> conversation) {
        for (String protocol : List.of("2", "3")) {
            try (SideBySide both = new SideBySide(stock, ours, Map.of())) {
                both.ask("HELLO", protocol);
                conversation.accept(both);
                both.mustAgree();
            }
        }
    }

    @Test
    void rulesAreTakenAndRefusedAlike() {
        inBothProtocols(both -> {
            for (String rule : List.of(
                    "foo",
                    "+foo",
                    "-foo",
                    "+@foo",
                    "+@",
                    "+",
                    "-",
                    "+sentinel|foo",
                    "-ping|foo",
                    "+ping|foo",
                    "+|x",
                    "+ping|",
                    "+foo|",
                    "+sentinel|",
                    "+sentinel|masters|x",
                    "+ping|a|b",
                    "+PING",
                    "+@PubSub",
                    "-@all",
                    "+@all",
                    "~",
                    "&",
                    ">",
                    "<",
                    "<y",
                    "#",
                    "#zz",
                    "!zz",
                    "%R~x",
                    "%RW~y",
                    "%WR~y",
                    "%RR~z",
                    "%~z",
                    "%",
                    "%R",
                    "%X~y",
                    "~*",
                    "%RW~*",
                    "&*",
                    "&x",
                    "ON",
                    "NOPASS",
                    "ResetPass",
                    "sanitize-payload",
                    "skip-sanitize-payload",
                    "~x)",
                    "(foo)",
                    "(on)",
                    "(>x)",
                    "(reset)",
                    "((+ping))",
                    "(+foo)",
                    "()",
                    "(~x",
                    "(%R~y)",
                    "clearselectors",
                    "reset",
                    "allkeys",
                    "allchannels",
                    "allcommands",
                    "resetkeys")) {
                both.ask("ACL", "DELUSER", "a")
                        .ask("ACL", "SETUSER", "a", "on", rule)
                        .ask("ACL", "GETUSER", "a");
            }
            both.lines("""
                    ACL SETUSER a
                    ACL SETUSER a +@all -@dangerous
                    ACL GETUSER a
                    ACL SETUSER a reset allkeys ~x
                    ACL SETUSER a allchannels &x
                    ACL SETUSER a (~x +ping) ( +info )
                    ACL SETUSER a >secret nopass >other
                    ACL GETUSER a
                    ACL LIST
                    ACL USERS
                    ACL GETUSER nobody
                    ACL DELUSER nobody
                    ACL DELUSER a default
                    ACL DELUSER a a
                    """);
            both.ask("ACL", "SETUSER", "a b", "on")
                    .ask("ACL", "SETUSER", "a\0b", "on")
                    .ask("ACL", "SETUSER", "a", "~a b")
                    .ask("ACL", "SETUSER", "a", "&a\nb")
                    .ask("ACL", "SETUSER", "a", "foo\0bar")
                    .ask("ACL", "SETUSER", "", "on")
                    .ask("ACL", "LIST")
                    .ask("ACL", "DELUSER", "");
        });
    }

    @Test
    void theSmallCommandsAnswerAlike() {
        inBothProtocols(both -> both.lines("""
                ACL
                ACL FOO
                ACL WHOAMI
                ACL WHOAMI x
                ACL CAT
                ACL CAT keyspace
                ACL CAT KeySpace
                ACL CAT @fast
                ACL CAT all
                ACL CAT a b
                ACL GENPASS 0
                ACL GENPASS -1
                ACL GENPASS 4097
                ACL GENPASS x
                ACL GENPASS 1 2
                ACL SAVE
                ACL LOAD
                ACL LOG RESET
                ACL LOG
                ACL LOG x
                ACL LOG 1 2
                ACL SETUSER d on +ping +subscribe +psubscribe +publish &news*
                ACL DRYRUN nobody ping
                ACL DRYRUN d nosuch
                ACL DRYRUN d ping
                ACL DRYRUN d PING a b c
                ACL DRYRUN d auth x
                ACL DRYRUN d auth
                ACL DRYRUN d info
                ACL DRYRUN d sentinel
                ACL DRYRUN d sentinel foo
                ACL DRYRUN d sentinel master
                ACL DRYRUN d sentinel master x
                ACL DRYRUN d subscribe news1 x
                ACL DRYRUN d psubscribe news*
                ACL DRYRUN d psubscribe news1
                ACL DRYRUN d publish x y
                ACL DELUSER d
                """));
    }

    @Test
    void theCategoriesHoldTheSameCommands() {
        for (Reply category : stock.call("ACL", "CAT").asList()) {
            assertThat(new TreeSet<>(ours.call("ACL", "CAT", category.asText()).asTexts()))
                    .as(category.asText())
                    .isEqualTo(new TreeSet<>(
                            stock.call("ACL", "CAT", category.asText()).asTexts()));
        }
    }

    @Test
    void usersAreServedAndDeniedAlike() {
        inBothProtocols(both -> both.lines("""
                ACL SETUSER ro on >ro -@all +ping +subscribe +psubscribe +acl|whoami &news*
                AUTH ro bad
                AUTH nobody ro
                HELLO 3 AUTH ro bad
                AUTH ro ro
                PING
                ACL WHOAMI
                INFO
                info
                NOSUCH
                SENTINEL
                SENTINEL MASTERS
                SENTINEL MASTER
                PUBLISH __sentinel__:hello x
                SUBSCRIBE x
                SUBSCRIBE news1 x
                PSUBSCRIBE news1
                SUBSCRIBE news1
                INFO
                CLIENT ID
                ACL WHOAMI
                UNSUBSCRIBE
                """));
        stock.call("ACL", "DELUSER", "ro");
        ours.call("ACL", "DELUSER", "ro");
    }
}
