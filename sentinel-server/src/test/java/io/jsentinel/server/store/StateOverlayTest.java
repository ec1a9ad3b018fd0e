package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.SavedDirectives;
import io.jsentinel.config.SentinelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain settings that commands change, with a configuration that is not written. */
class StateOverlayTest {

    private static final RunId ID = new RunId("c".repeat(40));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void useYaml() {
        file = folder.resolve("s.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s.yaml", "s.conf"})
    void usersThatCommandsMadeAndChangedAreThereAfterARestart(String name) throws Exception {
        file = folder.resolve(name);
        String text = name.endsWith("yaml") ? "port: 1\n" : "port 1\n";
        LoadedConfig first = load(text);
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("made", List.of("on", ">word", "+ping"));
        accounts.users().set("default", List.of("-info"));
        save(first, accounts, Optional.empty());
        LoadedConfig second = load(text);
        Accounts again = Accounts.load(second.configuration().server());

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(second.stateText())
                .contains("user made on ", "#98c1eb4ee93476")
                .doesNotContain("word");
        assertThat(again.users().accepts("made", "word")).isTrue();
        assertThat(again.form().rules(again.users().defaultUser())).endsWith("-info");

        again.users().remove("made");
        save(second, again, Optional.empty());
        assertThat(accounts(text).users().find("made")).isEmpty();
    }

    @Test
    void aUserOfTheConfigurationIsWhatTheConfigurationSays() throws Exception {
        LoadedConfig first = load("directives: [user mine on nopass +ping]\n");
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("mine", List.of("+@all"));
        accounts.users().set("other", List.of("on", "nopass", "+@all"));
        save(first, accounts, Optional.empty());

        Accounts again = accounts("directives: [user mine on nopass +ping]\n");
        assertThat(again.form().rules(again.users().find("mine").orElseThrow())).endsWith("-@all +ping");
        assertThat(again.users().find("other")).isPresent();
        assertThat(accounts("port: 1\n").users().find("mine"))
                .as("a user that was taken out of the configuration")
                .isEmpty();
    }

    @Test
    void aUserThatIsTakenOverIntoTheConfigurationLeavesTheStateFile() throws Exception {
        LoadedConfig first = load("port: 1\n");
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("made", List.of("on", "nopass", "+@all"));
        save(first, accounts, Optional.empty());
        String own = "directives: [user made on nopass +ping]\n";
        LoadedConfig second = load(own);
        save(second, Accounts.load(second.configuration().server()), Optional.empty());

        assertThat(load(own).stateText()).doesNotContain("user ");
    }

    @Test
    void thePasswordOfTheConfigurationHoldsForTheDefaultUser() throws Exception {
        LoadedConfig first = load("port: 1\n");
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("default", List.of(">old"));
        save(first, accounts, Optional.empty());

        Accounts again = accounts("requirepass: new\n");
        assertThat(again.users().accepts("default", "new")).isTrue();
        assertThat(again.users().accepts("default", "old")).isFalse();
    }

    @Test
    void usersOfTheStateFileDoNotCountBesideAnAclFile() throws Exception {
        LoadedConfig first = load("port: 1\n");
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("made", List.of("on", "nopass", "+@all"));
        save(first, accounts, Optional.empty());
        Files.writeString(folder.resolve("users.acl"), "user filed on nopass +ping\n");

        Accounts again = accounts("aclfile: " + folder.resolve("users.acl") + "\n");
        assertThat(again.users().find("filed")).isPresent();
        assertThat(again.users().find("made")).isEmpty();
    }

    @Test
    void theLogLevelThatACommandAskedForHoldsUnlessTheConfigurationNamesOne() throws Exception {
        LoadedConfig first = load("port: 1\n");
        save(first, Accounts.load(first.configuration().server()), Optional.of("debug"));

        assertThat(load("port: 1\n").configuration().server().logLevel()).isEqualTo("debug");
        assertThat(load("loglevel: warning\n").configuration().server().logLevel())
                .isEqualTo("warning");
    }

    @Test
    void aLogLevelThatTheConfigurationNamesIsNotRemembered() throws Exception {
        LoadedConfig first = load("loglevel: warning\n");
        save(first, Accounts.load(first.configuration().server()), Optional.of("debug"));

        assertThat(load("port: 1\n").configuration().server().logLevel()).isEqualTo("notice");
    }

    @Test
    void aConversionTakesThemAlong() throws Exception {
        LoadedConfig first = load("port: 1\n");
        Accounts accounts = Accounts.load(first.configuration().server());
        accounts.users().set("made", List.of("on", "nopass", "+ping"));
        save(first, accounts, Optional.of("debug"));

        Files.copy(first.stateFile(), folder.resolve("s.state.conf"));
        ConfText yaml = DiskFiles.read(file);
        assertThat(Conversion.toConf(yaml, Optional.of(file), false).text())
                .contains("\nuser made on nopass ", "\nloglevel debug\n");
    }

    private LoadedConfig load(String text) throws Exception {
        Files.writeString(file, text);
        return LoadedConfig.load(
                new ConfigSources(file, Optional.empty(), List.of(), Optional.of(folder.resolve("states"))));
    }

    private Accounts accounts(String text) throws Exception {
        return Accounts.load(load(text).configuration().server());
    }

    private static void save(LoadedConfig loaded, Accounts accounts, Optional<String> level) throws Exception {
        SentinelConfig now = loaded.configuration()
                .sentinel()
                .withState(ID, 1, List.of())
                .withDirectives(new SavedDirectives(accounts.toSave(), level));
        new AtomicFile(loaded.stateFile()).replace(loaded.rewriter().rewrite(loaded.stateText(), now));
    }
}
