package io.jsentinel.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ACL file: what is read, what is refused and in which words, what is written. */
class UserFileTextTest {

    private static final String NOTHING_DONE =
            "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private final Users like =
            new Users(new Catalogue(Commands.of(Personality.REDIS_7_0).all()), false);
    private final UserText form = new UserText(Personality.REDIS_7_0);

    @Test
    void blanksAndEmptyLinesDoNotMatter() {
        Users users = parse("user x on   >p   +ping\n  user z on\r\n\n").users();

        assertThat(users.all().stream().map(form::line))
                .containsExactly(
                        "user default on nopass ~* &* +@all",
                        "user x on #" + PasswordHash.of("p") + " resetchannels -@all +ping",
                        "user z on resetchannels -@all");
    }

    @Test
    void theDefaultUserIsWhatTheFileSaysOfIt() {
        Users users = parse("user default on >p ~* +ping").users();

        assertThat(users.defaultUser().needsNoPassword()).isFalse();
        assertThat(form.rules(users.defaultUser())).endsWith("~* resetchannels -@all +ping");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user x on >p foo; u.acl:1: Syntax error.",
                "user x +bar; u.acl:1: Error in applying operation '+bar': Unknown command or category name in ACL.",
                "hello; u.acl:1 should start with user keyword followed by the username.",
                "user; u.acl:1 should start with user keyword followed by the username.",
                "user x on|user x off; WARNING: Duplicate user 'x' found on line 2.",
                "user x foo|userx|user y on; u.acl:1: Syntax error. u.acl:2 should start with user keyword followed by"
                        + " the username.",
            })
    void everyMistakeIsToldWithItsLine(String lines, String expected) {
        assertThat(parse(lines.replace('|', '\n')).errors()).isEqualTo(expected + " " + NOTHING_DONE);
    }

    @Test
    void aSelectorThatDoesNotEndIsTold() {
        assertThat(parse("user x (~a").errors())
                .startsWith("u.acl:1: Unmatched parenthesis in acl selector starting at '(~a'.");
    }

    @Test
    void aPatternThatWouldEndItsSelectorIsRefused() {
        assertThat(parse("user x on (~a))").errors()).contains("Syntax error");
    }

    @Test
    void aPasswordInAWrongRuleIsNotTold() {
        assertThat(parse("user x on #my-secret").errors())
                .startsWith("u.acl:1: Error in applying operation '#***': ")
                .doesNotContain("my-secret");
    }

    @Test
    void aStarAmongOtherPatternsIsReadAgain() {
        Users users = parse("user x on %RW~* %R~r ~x").users();

        String written = UserFileText.write(users, form);
        assertThat(written).contains("%RW~* %R~r ~x");
        assertThat(parse(written).errors()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        like.set("a", List.of("on", ">secret", "~k", "&c", "+@all", "-info", "(+ping", "&d)"));
        String text = UserFileText.write(like, form);

        assertThat(UserFileText.write(parse(text).users(), form)).isEqualTo(text);
    }

    private UserFileText.Parsed parse(String text) {
        return UserFileText.parse("u.acl", text, like);
    }
}
