package io.jsentinel.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The log files of one process, as texts for people and for failure messages. */
final class LogFiles {

    private static final int TAIL_LINES = 40;

    private final List<Path> files;

    LogFiles(Path... files) {
        this.files = List.of(files);
    }

    /** All that was logged, file after file; a file that is not there is empty. */
    String text() {
        return files.stream().map(LogFiles::read).collect(Collectors.joining());
    }

    /** The last lines of each file under its name. */
    String tail() {
        return files.stream()
                .filter(Files::exists)
                .map(file -> "--- " + file + "\n" + lastLines(read(file)))
                .collect(Collectors.joining("\n"));
    }

    private static String lastLines(String text) {
        String[] lines = text.split("\n");
        return String.join("\n", Arrays.copyOfRange(lines, Math.max(0, lines.length - TAIL_LINES), lines.length));
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
