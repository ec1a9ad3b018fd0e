package io.jsentinel.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.CommandSpec.Place;
import io.jsentinel.config.CommandNames;
import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    private static final Commands COMMANDS = Commands.of(Personality.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MASTERS",
                "MASTER m",
                "REPLICAS m",
                "SLAVES m",
                "SENTINELS m",
                "GET-MASTER-ADDR-BY-NAME m",
                "IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0 *",
                "CKQUORUM m",
                "FAILOVER m",
                "RESET *",
                "MYID",
                "MONITOR m 127.0.0.1 1 2",
                "REMOVE m",
                "SET m quorum 2",
                "FLUSHCONFIG",
                "PENDING-SCRIPTS",
                "SIMULATE-FAILURE help"
            })
    void everySentinelSubcommandIsAnsweredByTheCore(String words) {
        CommandSpec spec = known("Sentinel " + words);

        assertThat(spec.fullName()).startsWith("sentinel|");
        assertThat(spec.place()).isEqualTo(Place.CORE);
    }

    @Test
    void publishAndRoleAreAnsweredByTheCoreAndTheRestByTheSession() {
        List<String> core = COMMANDS.all().stream()
                .filter(spec -> spec.place() == Place.CORE)
                .map(CommandSpec::fullName)
                .toList();

        assertThat(core).containsExactly("publish", "role", "sentinel");
        assertThat(COMMANDS.all()).hasSize(15);
    }

    @ParameterizedTest
    @CsvSource({
        "PRIMARIES, sentinel|masters, sentinel|primaries",
        "PRIMARY m, sentinel|master, sentinel|primary",
        "get-primary-addr-by-name m, sentinel|get-master-addr-by-name, sentinel|get-primary-addr-by-name",
        "IS-PRIMARY-DOWN-BY-ADDR h 1 0 *, sentinel|is-master-down-by-addr, sentinel|is-primary-down-by-addr"
    })
    void namesOfValkeyAreTakenUnderEachPersonalityAndListedUnderItsOwn(String words, String redis, String valkey) {
        for (Personality personality : Personality.values()) {
            Commands commands = Commands.of(personality);
            Commands.Known found = (Commands.Known) commands.resolve(words("SENTINEL " + words));

            assertThat(found.command().fullName()).isEqualTo(personality.isValkey() ? valkey : redis);
            assertThat(commands.flat().stream().map(CommandSpec::fullName).filter(valkey::equals))
                    .hasSize(personality.isValkey() ? 1 : 0);
        }
        assertThat(Commands.of(Personality.VALKEY_8)
                        .find(redis)
                        .orElseThrow()
                        .docs()
                        .deprecation())
                .contains(new CommandSpec.Deprecation(
                        "8.0.0",
                        "`SENTINEL " + valkey.substring("sentinel|".length()).toUpperCase(Locale.ROOT) + "`"));
        assertThat(Commands.of(Personality.REDIS_7_2)
                        .find(redis)
                        .orElseThrow()
                        .docs()
                        .deprecation())
                .isEmpty();
    }

    @Test
    void theShapeOfSomeCommandsDependsOnThePersonality() {
        assertThat(Commands.of(Personality.REDIS_7_0).find("client|setinfo")).isEmpty();
        assertThat(Commands.of(Personality.REDIS_7_2).find("client|setinfo")).isPresent();
        assertThat(Commands.of(Personality.REDIS_7_0)
                        .find("command|getkeys")
                        .orElseThrow()
                        .arity())
                .isEqualTo(-4);
        assertThat(Commands.of(Personality.VALKEY_8)
                        .find("command|getkeys")
                        .orElseThrow()
                        .arity())
                .isEqualTo(-3);
    }

    @Test
    void aRenamedCommandIsFoundByItsNewNameOnly() {
        Map<String, String> names = new LinkedHashMap<>(CommandNames.USUAL.byGivenName());
        names.remove("shutdown");
        names.put("guard", names.remove("sentinel"));
        Commands commands = Commands.of(Personality.DEFAULT, new CommandNames(names));

        assertThat(commands.resolve(words("shutdown"))).isInstanceOf(Commands.Refused.class);
        assertThat(commands.resolve(words("sentinel masters"))).isInstanceOf(Commands.Refused.class);
        assertThat(((Commands.Known) commands.resolve(words("GUARD masters")))
                        .command()
                        .fullName())
                .isEqualTo("sentinel|masters");
        assertThat(((Commands.Known) commands.resolve(words("guard primaries")))
                        .command()
                        .fullName())
                .isEqualTo("sentinel|masters");
        assertThat(((Commands.Known) commands.resolve(words("ping"))).command().fullName())
                .isEqualTo("ping");
        assertThat(((Resp.Array) commands.help("Guard")).items().get(0).textOrEmpty())
                .startsWith("GUARD <subcommand>");
        assertThat(((Commands.Refused) commands.resolve(words("guard foo")))
                        .error()
                        .textOrEmpty())
                .isEqualTo("ERR unknown subcommand 'foo'. Try GUARD HELP.");
        assertThat(commands.find("guard|masters")).isPresent();
        assertThat(commands.find("sentinel|masters")).isEmpty();
        assertThat(commands.all()).hasSize(COMMANDS.all().size() - 1);
    }

    @Test
    void anUnknownCommandIsToldWithItsArguments() {
        assertThat(refusal("ECHO", "x")).isEqualTo("ERR unknown command 'ECHO', with args beginning with: 'x' ");
        assertThat(refusal("QUIT")).isEqualTo("ERR unknown command 'QUIT', with args beginning with: ");
        assertThat(refusal("")).isEqualTo("ERR unknown command '', with args beginning with: ");
    }

    @Test
    void whatAnErrorRepeatsOfARequestIsCutLikeRedisCutsIt() {
        assertThat(refusal("F".repeat(200), "aa"))
                .isEqualTo("ERR unknown command '" + "F".repeat(128) + "', with args beginning with: 'aa' ");
        assertThat(refusal("FOO", "x".repeat(120), "y", "y", "y"))
                .isEqualTo("ERR unknown command 'FOO', with args beginning with: '" + "x".repeat(120) + "' 'y' 'y' ");
        assertThat(refusal("FOO", "x".repeat(125), "y"))
                .isEqualTo("ERR unknown command 'FOO', with args beginning with: '" + "x".repeat(125) + "' ");
        assertThat(refusal("SENTINEL", "z".repeat(200)))
                .isEqualTo("ERR unknown subcommand '" + "z".repeat(128) + "'. Try SENTINEL HELP.");
    }

    @Test
    void aLineEndInARequestCannotEndTheErrorLine() {
        assertThat(refusal("F\r\nO", "a\nb", "c\0d"))
                .isEqualTo("ERR unknown command 'F  O', with args beginning with: 'a b' 'c' ");
    }

    @Test
    void aWrongNumberOfWordsIsToldWithTheFullName() {
        assertThat(refusal("SENTINEL")).isEqualTo("ERR wrong number of arguments for 'sentinel' command");
        assertThat(refusal("sentinel", "Masters", "x"))
                .isEqualTo("ERR wrong number of arguments for 'sentinel|masters' command");
        assertThat(refusal("ROLE", "x")).isEqualTo("ERR wrong number of arguments for 'role' command");
    }

    @Test
    void anUnknownSubcommandIsToldBeforeTheNumberOfWords() {
        assertThat(refusal("client", "FOO")).isEqualTo("ERR unknown subcommand 'FOO'. Try CLIENT HELP.");
    }

    @Test
    void theDescriptionsComeFromTheTable() {
        CommandReplies replies = new CommandReplies(COMMANDS);

        assertThat(replies.answer("command|count", List.of("command", "count"))).isEqualTo(Resp.integer(15));
        assertThat(replies.answer("command|list", words("command list filterby pattern SENTINEL|m*")))
                .isEqualTo(Resp.bulks(
                        List.of("sentinel|master", "sentinel|masters", "sentinel|monitor", "sentinel|myid")));
        assertThat(replies.answer("command|list", words("command list filterby aclcat fast")))
                .isEqualTo(Resp.bulks(List.of("auth", "hello", "ping", "publish", "role")));
        assertThat(replies.answer("command|list", words("command list filterby foo x"))
                        .textOrEmpty())
                .isEqualTo("ERR syntax error");
        assertThat(replies.answer("command|getkeys", words("command getkeys ping"))
                        .textOrEmpty())
                .isEqualTo("ERR The command has no key arguments");
        assertThat(replies.answer("command|getkeys", words("command getkeys get a"))
                        .textOrEmpty())
                .isEqualTo("ERR Invalid command specified");
    }

    @Test
    void theShapeOfACommandHasTenPartsAndThatOfAnUnknownOneIsNothing() {
        Resp.Array infos = (Resp.Array)
                new CommandReplies(COMMANDS).answer("command|info", words("command info ping sentinel|masters get"));

        assertThat(infos.items()).hasSize(3);
        assertThat(((Resp.Array) infos.items().get(0)).items())
                .hasSize(10)
                .startsWith(Resp.bulk("ping"), Resp.integer(-1), new Resp.Group(List.of(new Resp.Simple("fast"))));
        assertThat(((Resp.Array) infos.items().get(1)).items())
                .startsWith(Resp.bulk("sentinel|masters"), Resp.integer(2));
        assertThat(infos.items().get(2)).isEqualTo(Resp.NULL);
    }

    @Test
    void unknownNamesAreLeftOutOfTheDocumentation() {
        CommandReplies replies = new CommandReplies(COMMANDS);

        assertThat(replies.answer("command|docs", words("command docs get"))).isEqualTo(new Resp.Pairs(List.of()));
        Resp.Pairs docs = (Resp.Pairs) replies.answer("command|docs", words("command docs get PING"));
        assertThat(docs.namesAndValues()).hasSize(2).startsWith(Resp.bulk("ping"));
    }

    @Test
    void helpBeginsAndEndsAsToolsExpect() {
        Resp.Array help = (Resp.Array) COMMANDS.help("sentinel");

        assertThat(help.items())
                .startsWith(new Resp.Simple("SENTINEL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
        assertThat(help.items()).endsWith(new Resp.Simple("HELP"), new Resp.Simple("    Print this help."));
    }

    private static CommandSpec known(String words) {
        return ((Commands.Known) COMMANDS.resolve(words(words))).command();
    }

    private static String refusal(String... words) {
        return ((Commands.Refused) COMMANDS.resolve(List.of(words))).error().textOrEmpty();
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
