package io.jsentinel.server;

import io.jsentinel.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file with our process id, when one is configured. */
final class PidFile {

    private final Optional<Path> path;
    private boolean written;

    PidFile(ServerConfig config) {
        this.path = ServerPaths.pidFile(config);
    }

    /**
     * Writes it, where one is configured.
     *
     * @throws IOException when it cannot be written, naming it
     */
    void write() throws IOException {
        if (path.isPresent()) {
            String line = ProcessHandle.current().pid() + "\n";
            try {
                Files.write(path.get(), line.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IOException("Failed to write PID file " + path.get() + ": " + e.getMessage(), e);
            }
            written = true;
        }
    }

    /** Removes it, if we wrote it. */
    void remove() {
        if (written) {
            try {
                Files.deleteIfExists(path.orElseThrow());
            } catch (IOException e) {
                // A stale pid file is harmless, and there is nobody left to tell.
                written = false;
            }
        }
    }
}
