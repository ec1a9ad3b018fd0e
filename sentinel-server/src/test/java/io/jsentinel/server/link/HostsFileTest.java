package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {

    @TempDir
    private Path folder;

    private Path path;
    private HostsFile hosts;
    private long modifiedMillis = 1_000_000;

    @BeforeEach
    void open() {
        path = folder.resolve("hosts");
        hosts = new HostsFile(path);
    }

    private void write(String text) throws IOException {
        Files.writeString(path, text);
        modifiedMillis += 1_000;
        Files.setLastModifiedTime(path, FileTime.fromMillis(modifiedMillis));
    }

    private List<String> addresses(String name) {
        return hosts.addresses(name).stream().map(InetAddress::getHostAddress).toList();
    }

    @Test
    void aNameHasTheAddressesOfItsLinesThoseOfIpv4First() throws IOException {
        write("# comment\nfd00::1 node\n10.0.0.1 node Node.example # more\n10.0.0.2\tother  node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.1", "10.0.0.2", "fd00:0:0:0:0:0:0:1");
        assertThat(addresses("node.EXAMPLE")).containsExactly("10.0.0.1");
        assertThat(addresses("example")).isEmpty();
    }

    @Test
    void aFileThatChangedIsReadAgain() throws IOException {
        write("10.0.0.1 node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.1");
        write("10.0.0.2 node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.2");
    }

    @Test
    void aFileThatIsNotThereHasNoNamesUntilItComes() throws IOException {
        assertThat(addresses("node")).isEmpty();
        write("10.0.0.1 node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.1");
        Files.delete(path);
        assertThat(addresses("node")).isEmpty();
    }

    @Test
    void aFileThatWasAwayAndComesBackUnchangedIsReadAgain() throws IOException {
        write("10.0.0.1 node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.1");
        Path away = folder.resolve("away");
        Files.move(path, away);
        assertThat(addresses("node")).isEmpty();
        Files.move(away, path);
        assertThat(addresses("node")).containsExactly("10.0.0.1");
    }

    @Test
    void aFileOfMoreThanAMegabyteIsNotRead() throws IOException {
        write("10.0.0.1 node\n" + "#".repeat(1 << 20));
        assertThat(addresses("node")).isEmpty();
    }

    @Test
    void linesThatMakeNoSenseDoNotHideTheOthers() throws IOException {
        write("not-an-address node\n\n10.0.0.1\n   10.0.0.2   node\n");
        assertThat(addresses("node")).containsExactly("10.0.0.2");
    }
}
