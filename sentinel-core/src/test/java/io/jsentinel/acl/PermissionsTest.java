package io.jsentinel.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests users may make: rules, a request, and what is missing for it. */
class PermissionsTest {

    private static final Commands COMMANDS = Commands.of(Personality.DEFAULT);

    private final Users users = new Users(new Catalogue(COMMANDS.all()), false);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-@all; ping; ping",
                "-@all; auth x; ''",
                "-@all; hello 3; ''",
                "+ping; ping; ''",
                "+ping; PING x; ''",
                "+ping; info; info",
                "+@all; sentinel masters; ''",
                "+@all -sentinel; sentinel masters; sentinel|masters",
                "+@all -sentinel|masters; sentinel masters; sentinel|masters",
                "+@all -sentinel|masters; sentinel master m; ''",
                "+sentinel; sentinel failover m; ''",
                "+sentinel -sentinel|failover; sentinel failover m; sentinel|failover",
                "+sentinel|get-master-addr-by-name; sentinel get-master-addr-by-name m; ''",
                "+sentinel|get-master-addr-by-name; sentinel masters; sentinel|masters",
                "+@dangerous; info; ''",
                "+@dangerous; ping; ping",
                "+@all -@dangerous; sentinel masters; sentinel|masters",
                "+@all -@dangerous; acl whoami; ''",
                "+@all -@dangerous; acl list; acl|list",
                "+@connection; client getname; ''",
                "+@connection -@slow; client getname; client|getname",
                "+@keyspace; ping; ping",
                "+ping|foo; ping foo; ''",
                "+ping|foo; ping FOO x; ''",
                "+ping|foo; ping bar; ping",
                "+ping|foo; ping; ping",
                "+ping|foo -ping; ping foo; ping",
                "+ping|foo -@fast; ping foo; ping",
                "+subscribe; subscribe a; a",
                "+subscribe &a; subscribe a; ''",
                "+subscribe &a; subscribe a b; b",
                "+subscribe &a*; subscribe abc; ''",
                "+subscribe &a*; subscribe a*; ''",
                "&a; subscribe a; subscribe",
                "+subscribe &*; subscribe x; ''",
                "+psubscribe &a*; psubscribe a*; ''",
                "+psubscribe &a*; psubscribe ab; ab",
                "+psubscribe &a*; psubscribe *; *",
                "+psubscribe &*; psubscribe a*; ''",
                "+unsubscribe; unsubscribe x; ''",
                "+punsubscribe; punsubscribe x; ''",
                "+publish &__sentinel__:hello; publish __sentinel__:hello x; ''",
                "+publish &x; publish __sentinel__:hello x; __sentinel__:hello",
                "(+ping); ping; ''",
                "(+ping); info; info",
                "+subscribe (&a); subscribe a; a",
                "+info (+subscribe &a); subscribe a; ''",
                "+info (+subscribe &a); subscribe b; b",
                "(+subscribe &a) (+subscribe &b); subscribe a b; b",
                "(+subscribe &b) (+subscribe &a); subscribe a b; b",
                "(+ping &a) (+info +subscribe); subscribe b; b",
            })
    void eachUserMayDoWhatItsRulesSay(String rules, String request, String missing) {
        users.set("u", List.of(rules.split(" ")));

        assertThat(denied("u", request)).isEqualTo(missing);
    }

    @Test
    void theDefaultUserMayDoEverything() {
        for (CommandSpec command : COMMANDS.flat()) {
            assertThat(users.defaultUser().denial(command, List.of(command.fullName(), "x", "y")))
                    .as(command.fullName())
                    .isEmpty();
        }
    }

    @Test
    void whoHasNoRulesMayOnlyLogIn() {
        users.set("u", List.of("on", "nopass"));

        assertThat(COMMANDS.flat().stream()
                        .filter(command -> users.find("u")
                                .orElseThrow()
                                .denial(command, List.of(command.fullName()))
                                .isEmpty())
                        .map(CommandSpec::fullName))
                .containsExactly("auth", "hello");
    }

    @Test
    void aLoginNeedsAnEnabledUserAndOneOfItsPasswords() {
        users.set("two", List.of("on", ">one", ">two"));
        users.set("off", List.of("off", ">one"));
        users.set("any", List.of("on", "nopass"));

        assertThat(users.accepts("two", "one")).isTrue();
        assertThat(users.accepts("two", "two")).isTrue();
        assertThat(users.accepts("two", "")).isFalse();
        assertThat(users.accepts("two", "One")).isFalse();
        assertThat(users.accepts("off", "one")).isFalse();
        assertThat(users.accepts("any", "whatever")).isTrue();
        assertThat(users.accepts("nobody", "one")).isFalse();
        assertThat(users.find("two").orElseThrow().passwordHashes())
                .containsExactly(PasswordHash.of("one"), PasswordHash.of("two"));
    }

    @Test
    void aSubscriptionMayStayWhenAnySelectorAllowsIt() {
        users.set("u", List.of("&a", "(&b*)"));
        User user = users.find("u").orElseThrow();

        assertThat(user.mayListen(false, "a")).isTrue();
        assertThat(user.mayListen(false, "bc")).isTrue();
        assertThat(user.mayListen(true, "b*")).isTrue();
        assertThat(user.mayListen(true, "bc")).isFalse();
        assertThat(user.mayListen(false, "c")).isFalse();
    }

    @Test
    void theDefaultUserCannotBeRemoved() {
        users.set("u", List.of("on"));

        assertThat(users.remove("default")).isFalse();
        assertThat(users.remove("u")).isTrue();
        assertThat(users.remove("u")).isFalse();
        assertThat(users.changed()).containsExactly("u");
    }

    private String denied(String user, String request) {
        List<String> words = List.of(request.split(" "));
        Commands.Known known = (Commands.Known) COMMANDS.resolve(words);
        return users.find(user)
                .orElseThrow()
                .denial(known.command(), words)
                .map(Denial::object)
                .orElse("");
    }
}
