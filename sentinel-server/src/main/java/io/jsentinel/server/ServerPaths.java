package io.jsentinel.server;

import io.jsentinel.address.RunId;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.server.net.ServerFacts;
import io.jsentinel.server.store.ByteText;
import io.jsentinel.server.store.DiskFiles;
import io.jsentinel.server.store.KeptFiles;
import io.jsentinel.sidecar.SidecarStart;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Where a daemon's files are: relative paths count from the {@code dir} of its configuration. */
final class ServerPaths {

    private static final Path DEFAULT_PID_FILE = Path.of("/var/run/redis.pid");

    private ServerPaths() {}

    /** The log file; empty for standard output. */
    static Optional<Path> logFile(ServerConfig config) {
        return config.logFile().isEmpty() ? Optional.empty() : Optional.of(inDir(config, config.logFile()));
    }

    /** The file with the process id; empty for none. A process in the background has one in any case. */
    static Optional<Path> pidFile(ServerConfig config) {
        if (config.pidFile().isEmpty()) {
            return config.process().goesToBackground() ? Optional.of(DEFAULT_PID_FILE) : Optional.empty();
        }
        return Optional.of(inDir(config, config.pidFile()));
    }

    /**
     * The address that connections to nodes come from.
     *
     * @throws IOException when it is none
     */
    static Optional<InetAddress> source(ServerConfig config) throws IOException {
        String source = config.sockets().sourceAddress();
        if (source.isEmpty()) {
            return Optional.empty();
        }
        if (!NetUtil.isValidIpV4Address(source) && !NetUtil.isValidIpV6Address(source)) {
            throw new IOException("bind-source-addr " + source + " is not an IP address");
        }
        return Optional.of(InetAddress.getByName(source));
    }

    /** What INFO tells of this process. */
    static ServerFacts facts(ServerConfig config, Path configFile, RandomGenerator random) {
        return new ServerFacts(RunId.draw(random).value(), port(config), configFile.toString(), System.nanoTime());
    }

    /** The port that people are told first: the plain one if there is one, else the encrypted one. */
    static int port(ServerConfig config) {
        return config.port() != 0 ? config.port() : config.tls().port();
    }

    /** Whether a script can be run, by its path as people give it. */
    static boolean isExecutable(ServerConfig config, String path) {
        return DiskFiles.isScript(path, config.dir());
    }

    /** The working directory; absolute. */
    static Path dir(ServerConfig config) {
        return ByteText.toPath(config.dir()).toAbsolutePath();
    }

    /** The files beside the Redis server of our pod. */
    static KeptFiles keptFiles(ServerConfig config, KeptFiles.Listener listener) {
        SidecarConfig.Local local = config.sidecar().local();
        return new KeptFiles(inDir(config, local.roleFile()), inDir(config, local.recordFile()), listener);
    }

    /**
     * What the sidecar starts from: a record that cannot be read counts as none.
     *
     * @param trouble hears why it cannot be read
     */
    static SidecarStart sidecar(ServerConfig config, Consumer<String> trouble) {
        if (!config.sidecar().isOn()) {
            return SidecarStart.NONE;
        }
        Path file = inDir(config, config.sidecar().local().recordFile());
        String record = "";
        try {
            record = KeptFiles.read(file);
        } catch (IOException e) {
            trouble.accept("the record of earlier data counts as none: " + KeptFiles.reason(e));
        }
        return new SidecarStart(config.sidecar(), record, System.currentTimeMillis());
    }

    private static Path inDir(ServerConfig config, String path) {
        return ByteText.toPath(config.dir()).resolve(ByteText.toPath(path)).toAbsolutePath();
    }
}
