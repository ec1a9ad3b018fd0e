package io.jsentinel.server.store;

import java.io.IOException;
import java.nio.file.Path;

/** The ACL file on disk. Reading and writing wait for the disk, so neither belongs on the event loop. */
public final class UserFile {

    private final String name;
    private final Path path;

    /**
     * A file that need not exist.
     *
     * @param name as the configuration has it, for errors
     * @param path where it is
     */
    UserFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    /** As the configuration has it, one char per byte. */
    public String name() {
        return name;
    }

    /**
     * The content, one char per byte.
     *
     * @throws IOException with a sentence for people, when it cannot be read
     */
    public String read() throws IOException {
        try {
            return AtomicFile.readText(path);
        } catch (IOException e) {
            throw new IOException("Error loading ACLs, opening file '" + name + "': " + DiskFiles.reason(e), e);
        }
    }

    /**
     * Replaces the content; it is on the disk when this returns.
     *
     * @param text one char per byte
     * @throws IOException with a sentence for people; the old content is in place then
     */
    public synchronized void write(String text) throws IOException {
        try {
            new AtomicFile(path).replace(text);
        } catch (IOException e) {
            throw new IOException("Saving ACLs to '" + name + "': " + DiskFiles.reason(e), e);
        }
    }
}
