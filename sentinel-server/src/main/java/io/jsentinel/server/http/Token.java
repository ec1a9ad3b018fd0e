package io.jsentinel.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The token of those who may change something from another machine. Its file is looked at when somebody shows a token,
 * and read again when it has changed.
 */
final class Token {

    /** The most that is read of the file. */
    static final int MAX_BYTES = 4096;

    private final Optional<Path> file;
    private final Consumer<String> log;
    private FileTime readAt;
    private byte[] secret = {};
    private String trouble = "";

    /**
     * A token that was not read yet.
     *
     * @param file where it is; absent when nobody has one
     * @param log hears why it cannot be read
     */
    Token(Optional<Path> file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /** Whether that is the token; the time that this takes does not tell how much of it is right. */
    boolean is(String shown) {
        file.ifPresent(this::readIfChanged);
        return secret.length > 0 && MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void readIfChanged(Path path) {
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            if (!changed.equals(readAt)) {
                secret = read(path);
                readAt = changed;
                trouble = "";
            }
        } catch (IOException e) {
            secret = new byte[0];
            readAt = null;
            // Once for each reason: whoever guesses tokens must not fill the log.
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(trouble)) {
                trouble = reason;
                log.accept("the file of http-token-file cannot be read: " + reason);
            }
        }
    }

    /** The file's text without the blanks and line ends around it. */
    private static byte[] read(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = file.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(path + " is longer than " + MAX_BYTES + " bytes");
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
