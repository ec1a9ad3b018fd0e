package io.jsentinel.testkit;

import io.jsentinel.testkit.TestNetwork.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis server or a sentinel on a host of a {@link TestNetwork}, with a folder that outlives its process. */
public final class HostedServer implements AutoCloseable {

    private static final Duration LOOK_BOUND = Duration.ofSeconds(1);

    private final NetworkHost host;
    private final int port;
    private final Path folder;
    private final List<String> command;
    private Optional<ChildProcess> process = Optional.empty();
    private boolean hasOwnDisk;

    /**
     * One that does not run yet.
     *
     * @param folder an existing folder of its own
     * @param command what is run, with the path of its configuration file as the last word
     */
    HostedServer(NetworkHost host, int port, Path folder, List<String> command) {
        this.host = host;
        this.port = port;
        this.folder = folder;
        this.command = command;
    }

    /** Gives it its configuration file, which it may change later. */
    HostedServer configured(String text) {
        try {
            Files.writeString(Path.of(command.get(command.size() - 1)), text, StandardCharsets.ISO_8859_1);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is in the network. */
    public NetworkHost host() {
        return host;
    }

    /** Its folder, with its configuration and its state. */
    public Path folder() {
        return folder;
    }

    /** Host and port. */
    public InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host.address()), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts its process, with the files as they are. */
    public void start() {
        process = Optional.of(
                ChildProcess.start(host.inside(command), folder, folder.resolve("log"), folder.resolve("err")));
    }

    /** Ends its process at once. */
    public void kill() {
        process.ifPresent(ChildProcess::kill);
        process = Optional.empty();
    }

    /** Stops it: it keeps its sockets, and does nothing. */
    public void freeze() {
        process.orElseThrow().freeze();
    }

    /** Lets it go on. */
    public void thaw() {
        process.orElseThrow().thaw();
    }

    /** Whether its process exists. */
    public boolean isRunning() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    /** Has its folder on a disk of its own from now on, with the files that it has; its process must not run. */
    public void ownDisk(int kibibytes) {
        Path files = folder.resolveSibling(folder.getFileName() + "-files");
        Shell.run("cp", "-a", folder.toString(), files.toString());
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString());
        hasOwnDisk = true;
        Shell.run("cp", "-a", files + "/.", folder.toString());
    }

    /** Fills its own disk to the last byte. */
    public void fillDisk() {
        byte[] much = new byte[4096];
        try (OutputStream out = Files.newOutputStream(folder.resolve("ballast"))) {
            while (hasOwnDisk) {
                out.write(much);
            }
        } catch (IOException e) {
            // The disk is full, as it is to be.
        }
    }

    /** Removes what filled its disk. */
    public void freeDisk() {
        try {
            Files.deleteIfExists(folder.resolve("ballast"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one command. */
    public Reply call(String... words) {
        try (RespClient client = client()) {
            return client.call(words);
        }
    }

    /** The fields of one section of its INFO. */
    public Map<String, String> info(String section) {
        try (RespClient client = client()) {
            return RedisServer.info(client, section);
        }
    }

    private RespClient client() {
        return RespClient.connect(address(), LOOK_BOUND, RespClient.READ_TIMEOUT);
    }

    /** The end of what it logged. */
    public String logTail() {
        return new LogFiles(folder.resolve("log"), folder.resolve("err")).tail();
    }

    @Override
    public void close() {
        kill();
        if (hasOwnDisk) {
            hasOwnDisk = false;
            Shell.run("umount", folder.toString());
        }
    }

    @Override
    public String toString() {
        return host.address() + ":" + port + (isRunning() ? "" : " (ended)");
    }
}
