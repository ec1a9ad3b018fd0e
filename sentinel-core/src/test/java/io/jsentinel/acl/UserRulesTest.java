package io.jsentinel.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules make of a user. The expected texts are what Redis 7.0 answered, unless said otherwise. */
class UserRulesTest {

    private static final String SECRET_HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final String BAD_HASH =
            "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";

    private static final String UNMATCHED = "Unmatched parenthesis in acl selector starting at '(~x'.";

    private final Users users = users(false);

    private static Users users(boolean allChannels) {
        return new Users(new Catalogue(Commands.of(Personality.REDIS_7_0).all()), allChannels);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; off resetchannels -@all",
                "on nopass; on nopass resetchannels -@all",
                "ON OFF On; on resetchannels -@all",
                "on >secret; on #HASH resetchannels -@all",
                "on #HASH >secret; on #HASH resetchannels -@all",
                "on nopass >secret; on #HASH resetchannels -@all",
                "on >secret nopass; on nopass resetchannels -@all",
                "on >secret resetpass; on resetchannels -@all",
                "on >secret <secret; on resetchannels -@all",
                "on >secret !HASH; on resetchannels -@all",
                "sanitize-payload; off sanitize-payload resetchannels -@all",
                "nopass skip-sanitize-payload; off nopass skip-sanitize-payload resetchannels -@all",
                "+ping; off resetchannels -@all +ping",
                "+PING +SENTINEL|Masters; off resetchannels -@all +ping +sentinel|masters",
                "+ping -ping; off resetchannels -@all -ping",
                "+sentinel|masters +sentinel; off resetchannels -@all +sentinel",
                "+sentinel -sentinel|masters; off resetchannels -@all +sentinel -sentinel|masters",
                "+@all -@dangerous; off resetchannels +@all -@dangerous",
                "+@all -@slow +info -@slow; off resetchannels +@all +info -@slow",
                "-@ALL; off resetchannels -@all",
                "+ping AllCommands; off resetchannels +@all",
                "+ping NOCOMMANDS; off resetchannels -@all",
                "+ping|Foo; off resetchannels -@all +ping|Foo",
                "~a ~a %R~b %W~b; off ~a ~b resetchannels -@all",
                "%R~a %RW~b %WR~c %w~d; off %R~a ~b ~c %W~d resetchannels -@all",
                "~ %R; off ~ resetchannels -@all",
                "%RW~* ~q; off %RW~* ~q resetchannels -@all",
                "~x ~*; off ~* resetchannels -@all",
                "allkeys resetkeys ~y; off ~y resetchannels -@all",
                "&a &a &b*; off resetchannels &a &b* -@all",
                "&a &*; off &* -@all",
                "allchannels resetCHANNELS &x; off resetchannels &x -@all",
                "(~a +ping) (%R~b); off resetchannels -@all (~a resetchannels -@all +ping) (%R~b resetchannels -@all)",
                "( +ping ) (); off resetchannels -@all (resetchannels -@all +ping) (resetchannels -@all)",
                "(+ping) clearselectors; off resetchannels -@all",
                "~x); off ~x) resetchannels -@all",
                "on >secret ~* &* +@all (+ping) reset; off sanitize-payload resetchannels -@all",
            })
    void rulesMakeAUser(String rules, String expected) {
        assertThat(users.set("a", words(rules))).isEmpty();

        assertThat(text("a", Personality.REDIS_7_0)).isEqualTo(expected.replace("HASH", SECRET_HASH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "foo; Syntax error",
                "+foo; Unknown command or category name in ACL",
                "-foo; Unknown command or category name in ACL",
                "+@foo; Unknown command or category name in ACL",
                "+@; Unknown command or category name in ACL",
                "+; Unknown command or category name in ACL",
                "+sentinel|foo; Unknown command or category name in ACL",
                "-ping|foo; Unknown command or category name in ACL",
                "+|x; Unknown command or category name in ACL",
                "+ping|a|b; Unknown command or category name in ACL",
                "+foo|; Unknown command or category name in ACL",
                "+sentinel|; Syntax error",
                "+ping|; Syntax error",
                "+sentinel|masters|x; Allowing first-arg of a subcommand is not supported",
                "<y; The password you are trying to remove from the user does not exist",
                "!HASH; The password you are trying to remove from the user does not exist",
                "!zz; BAD",
                "%RR~z; Syntax error",
                "%~z; Syntax error",
                "%; Syntax error",
                "%X~y; Syntax error",
                "(foo); Syntax error",
                "(on); Syntax error",
                "(>x); Syntax error",
                "(reset); Syntax error",
                "((+ping)); Syntax error",
                "(+foo); Unknown command or category name in ACL",
                "(~x; UNMATCHED",
                "(~x +ping; UNMATCHED",
            })
    void aWrongRuleChangesNothing(String rule, String expected) {
        String bad =
                "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";
        users.set("a", List.of("on", "+info"));

        Users.Refusal refusal = users.set("a", words("off +ping " + rule)).orElseThrow();

        assertThat(refusal.text()).isEqualTo(expected.replace("BAD", BAD_HASH).replace("UNMATCHED", UNMATCHED));
        assertThat(text("a", Personality.REDIS_7_0)).isEqualTo("on resetchannels -@all +info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#zz", "#2BB80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"})
    void whatIsNoHashIsRefused(String rule) {
        assertThat(users.set("a", List.of(rule)).orElseThrow().text()).isEqualTo(BAD_HASH);
    }

    @Test
    void aPatternAfterAllOfThemIsRefused() {
        assertThat(users.set("a", words("allkeys ~x")).orElseThrow().text())
                .startsWith("Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid")
                .endsWith("Try 'resetkeys' to start with an empty list of patterns");
        assertThat(users.set("a", words("&* &x")).orElseThrow().text())
                .startsWith("Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid")
                .endsWith("Try 'resetchannels' to start with an empty list of channels");
        assertThat(users.find("a")).isEmpty();
    }

    @Test
    void aBlankInAPatternOrANameIsRefused() {
        assertThat(users.set("a", List.of("~a b")).orElseThrow().text()).isEqualTo("Syntax error");
        assertThat(users.set("a", List.of("&a\nb")).orElseThrow().text()).isEqualTo("Syntax error");
        assertThat(users.set("a", List.of("~a\0b")).orElseThrow().text()).isEqualTo("Syntax error");
        for (String name : List.of("a b", "a\tb", "a\0b")) {
            assertThat(users.set(name, List.of("on")).orElseThrow().text())
                    .isEqualTo("Usernames can't contain spaces or null characters");
        }
        assertThat(users.set("", List.of("on"))).isEmpty();
    }

    @Test
    void aPasswordMayHoldAnything() {
        assertThat(users.set("a", List.of("on", ">a b(\0"))).isEmpty();

        assertThat(users.accepts("a", "a b(\0")).isTrue();
        assertThat(users.accepts("a", "a b(")).isFalse();
    }

    @Test
    void from72OnThePayloadRuleIsAlwaysShown() {
        users.set("a", List.of());

        assertThat(text("a", Personality.REDIS_7_2)).isEqualTo("off sanitize-payload resetchannels -@all");
        assertThat(text("default", Personality.REDIS_7_2)).isEqualTo("on nopass sanitize-payload ~* &* +@all");
        assertThat(text("default", Personality.REDIS_7_0)).isEqualTo("on nopass ~* &* +@all");
    }

    @Test
    void whereAllChannelsAreTheDefaultNewUsersAndSelectorsHaveThem() {
        Users open = users(true);
        open.set("a", words("on (+ping)"));
        open.set("b", words("on resetchannels &x reset"));

        assertThat(new UserText(Personality.REDIS_7_0).rules(open.find("a").orElseThrow()))
                .isEqualTo("on &* -@all (&* -@all +ping)");
        assertThat(new UserText(Personality.REDIS_7_0).rules(open.find("b").orElseThrow()))
                .isEqualTo("off sanitize-payload &* -@all");
    }

    @Test
    void theTextOfAUserMakesTheSameUserAgain() {
        String rules = "on >secret ~a %R~b &c* +@all -@dangerous +sentinel|masters -ping (~x &y +info) (+@pubsub)";
        users.set("a", words(rules));
        String text = text("a", Personality.REDIS_7_2);

        users.set("b", words(text));

        assertThat(text("b", Personality.REDIS_7_2)).isEqualTo(text);
    }

    @Test
    void nobodyCanMakeAUserOfUnboundedSize() {
        String patterns = "&x ".repeat(3) + String.join(" ", numbered(User.MAX_PARTS - 1));

        assertThat(users.set("a", words(patterns))).isEmpty();
        assertThat(users.set("a", words("&one-more"))).isPresent();
        assertThat(users.set("b", words("(" + String.join(" ", numbered(User.MAX_PARTS + 1)) + ")")))
                .isPresent();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "&" + i).toList();
    }

    @Test
    void theSecretOfAWrongRuleIsNotShown() {
        Users.Refusal refusal = users.set("a", List.of("#my-secret")).orElseThrow();

        assertThat(refusal.shownRule()).isEqualTo("#***");
        assertThat(refusal.toString() + users.find(Users.DEFAULT)).doesNotContain("my-secret");
    }

    private static List<String> words(String rules) {
        return rules.isEmpty()
                ? List.of()
                : List.of(rules.replace("HASH", SECRET_HASH).split(" "));
    }

    private String text(String name, Personality personality) {
        return new UserText(personality).rules(users.find(name).orElseThrow());
    }
}
