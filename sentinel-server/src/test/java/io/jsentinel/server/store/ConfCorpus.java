package io.jsentinel.server.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Thirty configuration files as people, packages, charts and operators write them, copied to a folder of a test. */
final class ConfCorpus {

    private static final Path SOURCE = source();

    private ConfCorpus() {}

    /** The names of the files. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Copies a file, and what it includes, with {@code @DIR@} standing for the folder. The master on this machine gets a
     * port that nobody listens on, so that no server of this machine is disturbed.
     */
    static Path copy(String name, Path folder) throws IOException {
        Path includes = Files.createDirectories(folder.resolve("conf.d"));
        try (Stream<Path> files = Files.list(SOURCE.resolve("conf.d"))) {
            for (Path file : files.toList()) {
                Files.copy(file, includes.resolve(file.getFileName().toString()));
            }
        }
        String text = Files.readString(SOURCE.resolve(name), StandardCharsets.ISO_8859_1)
                .replace("@DIR@", folder.toString())
                .replace("127.0.0.1 6379", "127.0.0.1 " + StockProcess.freePort());
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    /** What lets a daemon run from any of them beside others: a port of its own, and no way to other machines. */
    static List<String> overrides(int port) {
        return List.of(
                "port " + port,
                "bind 127.0.0.1",
                "bind-source-addr 127.0.0.1",
                "daemonize no",
                "supervised no",
                "pidfile \"\"",
                "logfile \"\"");
    }

    /** The same for the command line of redis-sentinel. */
    static List<String> options(int port) {
        List<String> options = new ArrayList<>();
        for (String line : overrides(port)) {
            String[] words = line.split(" ");
            options.add("--" + words[0]);
            options.add(words[1].replace("\"\"", ""));
        }
        return options;
    }

    private static Path source() {
        try {
            return Path.of(ConfCorpus.class.getResource("/conf").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
