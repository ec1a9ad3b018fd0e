package io.jsentinel.server.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the system itself can execute a file. Java gives a text that names no interpreter to a shell, which reads the
 * arguments in its own way; to Redis such a file is none that can be executed.
 */
final class ScriptFormat {

    /** How much of a file is looked at. */
    private static final int HEAD_BYTES = 128;

    private ScriptFormat() {}

    /**
     * Looks at the first bytes of a file; one that may not be read is taken to be a program.
     *
     * @throws IOException when it is a text without an interpreter line
     */
    static void check(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return;
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD_BYTES);
        }
        boolean interpreted = head.length > 1 && head[0] == '#' && head[1] == '!';
        if (!interpreted && isText(head)) {
            throw new IOException("Exec format error: it has no interpreter line (#!)");
        }
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            boolean control = b >= 0 && b < ' ' || b == 127;
            if (control && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        return true;
    }
}
