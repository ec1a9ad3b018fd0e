package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.server.link.ResolvConf.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {

    private static final Settings OF_THIS_MACHINE =
            new Settings(List.of(new InetSocketAddress("127.0.0.1", 53)), List.of(), 1);

    @TempDir
    private Path folder;

    private Path file;
    private ResolvConf conf;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("resolv.conf");
        conf = new ResolvConf(file, 53);
    }

    private Settings of(String text) throws IOException {
        Files.writeString(file, text);
        return conf.settings();
    }

    private static List<InetSocketAddress> servers(String... addresses) {
        return List.of(addresses).stream()
                .map(address -> new InetSocketAddress(address, 53))
                .toList();
    }

    @Test
    void theFileOfAPodIsRead() throws IOException {
        assertThat(of("search ns.svc.cluster.local svc.cluster.local cluster.local.\n"
                        + "nameserver 10.96.0.10\nnameserver fd00::a\noptions ndots:5 timeout:1\n"))
                .isEqualTo(new Settings(
                        servers("10.96.0.10", "fd00::a"),
                        List.of("ns.svc.cluster.local", "svc.cluster.local", "cluster.local"),
                        5));
    }

    @Test
    void withoutAServerThatOfThisMachineIsAskedAndNeverOneElsewhere() throws IOException {
        assertThat(conf.settings()).isEqualTo(OF_THIS_MACHINE);
        assertThat(of("")).isEqualTo(OF_THIS_MACHINE);
        assertThat(of("# nameserver 10.0.0.1\n; nameserver 10.0.0.1\nnameserver\nnameserver dns.test\n"))
                .isEqualTo(OF_THIS_MACHINE);
    }

    @Test
    void threeServersAreAskedAndNoFourth() throws IOException {
        assertThat(of("nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n")
                        .servers())
                .isEqualTo(servers("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    }

    @Test
    void theLastLineOfDomainsCounts() throws IOException {
        assertThat(of("search a b\ndomain c d\n").domains()).containsExactly("c");
        assertThat(of("domain c\nsearch a  b\n").domains()).containsExactly("a", "b");
        assertThat(of("search " + "d ".repeat(33)).domains()).hasSize(32);
    }

    @Test
    void dotsHaveABound() throws IOException {
        assertThat(of("options ndots:0\n").ndots()).isZero();
        assertThat(of("options ndots:15\n").ndots()).isEqualTo(15);
        assertThat(of("options ndots:16\n").ndots()).isEqualTo(15);
        assertThat(of("options ndots:99999999999\n").ndots()).isEqualTo(1);
        assertThat(of("options ndots:-1 ndots:\n").ndots()).isEqualTo(1);
    }

    @Test
    void aFileThatIsTooLongCountsAsEmpty() throws IOException {
        String text = "nameserver 10.0.0.1\n#";
        assertThat(of(text + "x".repeat((1 << 16) - text.length())).servers()).isEqualTo(servers("10.0.0.1"));
        assertThat(of(text + "x".repeat((1 << 16) - text.length() + 1))).isEqualTo(OF_THIS_MACHINE);
    }

    @Test
    void aFileThatCameLaterOrWasReplacedIsRead() throws IOException {
        assertThat(conf.settings()).isEqualTo(OF_THIS_MACHINE);
        assertThat(of("nameserver 10.0.0.1\n").servers()).isEqualTo(servers("10.0.0.1"));
        Path other = Files.writeString(folder.resolve("other"), "nameserver 10.0.0.2\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(conf.settings().servers()).isEqualTo(servers("10.0.0.2"));
    }
}
