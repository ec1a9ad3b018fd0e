package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples in the folder config. */
class SampleConfigTest {

    private static final Path SAMPLES = Path.of("..", "config");

    /** A setting that is commented out has no blank behind the sign, or two: then it is inside a section. */
    private static final UnaryOperator<String> UNCOMMENT =
            text -> text.replaceAll("(?m)^( *)#(?=(  )?[a-z])", "$1").replace("/var/lib/jsentinel", "/tmp");

    @TempDir
    Path folder;

    @Test
    void bothSamplesSayTheSame() throws Exception {
        assertThat(load("sentinel.yaml", text -> text)).isEqualTo(load("sentinel.conf", text -> text));
    }

    @Test
    void everythingThatIsCommentedOutIsAccepted() throws Exception {
        Configuration yaml = load("sentinel.yaml", UNCOMMENT);

        assertThat(yaml).isEqualTo(load("sentinel.conf", UNCOMMENT));
        assertThat(yaml.server().requirePass()).contains("a password for clients and other sentinels");
        assertThat(yaml.server().dir()).isEqualTo("/tmp");
        assertThat(yaml.sentinel().announceIp()).contains("192.0.2.10");
    }

    private Configuration load(String name, UnaryOperator<String> edit) throws Exception {
        Path copy = Files.writeString(folder.resolve(name), edit.apply(Files.readString(SAMPLES.resolve(name))));
        return LoadedConfig.load(copy, List.of()).configuration();
    }
}
