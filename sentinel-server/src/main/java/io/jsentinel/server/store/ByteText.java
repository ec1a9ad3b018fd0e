package io.jsentinel.server.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The form in which text is kept inside: one char per byte, so that what came in goes out unchanged whatever its
 * encoding. Text of Java itself (arguments, YAML, paths) has one char per letter and must be converted.
 */
public final class ByteText {

    private ByteText() {}

    /** The bytes that a text has in UTF-8, one char each. */
    public static String fromUnicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text that bytes are in UTF-8; what is no UTF-8 becomes question marks. */
    public static String toUnicode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The name of a file. */
    public static String of(Path path) {
        return fromUnicode(path.toString());
    }

    /**
     * The path that a setting names.
     *
     * @throws java.nio.file.InvalidPathException when no file can have that name
     */
    public static Path toPath(String bytes) {
        return Path.of(toUnicode(bytes));
    }
}
