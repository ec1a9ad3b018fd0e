package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.SentinelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatePlaceTest {

    private static final RunId ID = new RunId("b".repeat(40));

    private static final String CONF =
            "port 1\nsentinel monitor m 127.0.0.1 1 2\nsentinel auth-pass m hush\nsentinel down-after-milliseconds m 7\n";

    @TempDir
    Path folder;

    @Test
    void theStateGoesToTheFolderThatWasAskedForAndComesBackFromThere() throws Exception {
        Path file = Files.writeString(folder.resolve("sentinel.conf"), CONF);
        Path states = folder.resolve("lib/states");

        LoadedConfig first = load(file, states);
        save(first, 5, new Endpoint("127.0.0.1", 2));
        SentinelConfig again = load(file, states).configuration().sentinel();

        assertThat(first.stateFile()).isEqualTo(states.resolve("sentinel.conf.state"));
        assertThat(file).hasContent(CONF);
        assertThat(first.stateFile())
                .content()
                .contains("myid", "monitor m 127.0.0.1 2 2")
                .doesNotContain("hush");
        assertThat(again.myId()).contains(ID);
        assertThat(again.currentEpoch()).isEqualTo(5);
        MasterConfig master = again.masters().get(0);
        assertThat(master.address()).isEqualTo(new Endpoint("127.0.0.1", 2));
        assertThat(master.memory().replicas()).containsExactly(new Endpoint("127.0.0.1", 1));
        assertThat(master.settings().downAfterMillis()).isEqualTo(7);
        assertThat(master.settings().credentials().password()).contains("hush");
    }

    @Test
    void whatChangesInTheFileCountsAtTheNextStart() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);
        save(load(file, folder.resolve("x")), 5, new Endpoint("127.0.0.1", 2));
        Files.writeString(file, CONF.replace("milliseconds m 7", "milliseconds m 8") + "timeout 9\n");

        LoadedConfig again = load(file, folder.resolve("x"));

        assertThat(again.configuration().server().timeoutSeconds()).isEqualTo(9);
        assertThat(again.configuration().sentinel().masters().get(0).settings().downAfterMillis())
                .isEqualTo(8);
    }

    @Test
    void aFileThatKnowsANewerFailoverThanTheStateIsBelievedButNoVoteIsForgotten() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);
        save(load(file, folder.resolve("x")), 5, new Endpoint("127.0.0.1", 2));
        Files.writeString(file, CONF.replace(" 1 2\n", " 3 2\n") + "sentinel config-epoch m 8\n");

        SentinelConfig again = load(file, folder.resolve("x")).configuration().sentinel();

        assertThat(again.masters().get(0).address()).isEqualTo(new Endpoint("127.0.0.1", 3));
        assertThat(again.masters().get(0).memory().leaderEpoch()).isEqualTo(5);
        assertThat(again.currentEpoch()).isEqualTo(8);
    }

    @Test
    void withoutANeedTheStateStaysInTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);

        assertThat(StatePlace.of(file, Optional.empty())).isEmpty();
    }

    @Test
    void aStateThatLiesBesideTheFileCountsUntilSomebodyRemovesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);
        save(load(file, folder), 5, new Endpoint("127.0.0.1", 2));

        LoadedConfig again = LoadedConfig.load(file, List.of());

        assertThat(again.stateFile()).isEqualTo(folder.resolve("s.conf.state"));
        assertThat(again.configuration().sentinel().myId()).contains(ID);
        assertThat(again.configuration().notices()).anyMatch(notice -> notice.contains("is not written"));
    }

    @Test
    void aFileThatCannotBeWrittenHasItsStateBesideIt() throws Exception {
        Path file = readOnly(folder.resolve("s.conf"));

        assertThat(LoadedConfig.load(file, List.of()).stateFile()).isEqualTo(folder.resolve("s.conf.state"));
    }

    @Test
    void inAFolderThatCannotBeWrittenEitherItIsAmongTheTemporaryFilesWithAWarning() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("etc"));
        Path file = readOnly(inner.resolve("s.conf"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-x------"));

        LoadedConfig loaded = LoadedConfig.load(file, List.of());

        assertThat(loaded.stateFile()).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
        assertThat(loaded.configuration().notices()).anyMatch(notice -> notice.contains("--state-dir"));
        assertThat(LoadedConfig.load(file, List.of()).stateFile()).isEqualTo(loaded.stateFile());
        Files.delete(loaded.stateFile().getParent());
    }

    @Test
    void aFolderThatCannotBeMadeIsAnError() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);

        assertThatThrownBy(() -> load(file, file.resolve("below")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not usable");
    }

    @Test
    void aDamagedStateIsAnErrorBecauseVotesStandThere() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), CONF);
        Files.writeString(folder.resolve("s.conf.state"), "");

        assertThatThrownBy(() -> LoadedConfig.load(file, List.of())).hasMessageContaining("is damaged");
    }

    private Path readOnly(Path file) throws Exception {
        Files.writeString(file, CONF);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assumeTrue(!Files.isWritable(file), "root may write everything");
        return file;
    }

    private static LoadedConfig load(Path file, Path stateDir) throws ConfigException {
        return LoadedConfig.load(new ConfigSources(file, Optional.empty(), List.of(), Optional.of(stateDir)));
    }

    /** Saves that a failover of this epoch made this address the master. */
    private static void save(LoadedConfig loaded, long epoch, Endpoint newMaster) throws Exception {
        SentinelConfig now = loaded.configuration().sentinel();
        MasterConfig old = now.masters().get(0);
        MasterMemory memory = new MasterMemory(epoch, epoch, List.of(old.address()), List.of());
        MasterConfig master = new MasterConfig(old.name(), newMaster, old.settings(), memory);
        String text = loaded.rewriter().rewrite(loaded.stateText(), now.withState(ID, epoch, List.of(master)));
        new AtomicFile(loaded.stateFile()).replace(text);
    }
}
