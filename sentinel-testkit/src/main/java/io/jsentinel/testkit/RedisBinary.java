package io.jsentinel.testkit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A redis-server program and the place that it comes from. In this order: a path that was asked for;
 * {@code redis-server} or {@code valkey-server} on the PATH; the one for this system among those that the build
 * unpacks, from the Maven artifact {@code com.github.codemonstur:embedded-redis}, into a folder {@code redis}. That
 * folder lies beside the jar or the folder of classes that this class comes from, or is named by the system property
 * {@value #FOLDER_PROPERTY}.
 *
 * @param path the program
 * @param origin where it comes from, in words for people
 */
public record RedisBinary(Path path, String origin) {

    /** The system property that names the folder of unpacked programs. */
    public static final String FOLDER_PROPERTY = "jsentinel.redis.dir";

    /** The first program that is there. @throws IllegalStateException telling all that was tried when there is none */
    public static RedisBinary find() {
        List<String> tried = new ArrayList<>();
        return onPath(tried)
                .or(() -> unpacked(tried))
                .orElseThrow(() ->
                        new IllegalStateException("no redis-server was found; tried: " + String.join("; ", tried)));
    }

    /** The program at a path. @throws IllegalStateException when there is none */
    public static RedisBinary at(Path path) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new IllegalStateException("no redis-server was found; tried: " + path + ", which was asked for, is "
                    + (Files.exists(path) ? "not an executable file" : "not there"));
        }
        return new RedisBinary(path.toAbsolutePath(), "as asked for");
    }

    private static Optional<RedisBinary> onPath(List<String> tried) {
        for (String program : List.of("redis-server", "valkey-server")) {
            Optional<Path> found = ProgramPath.find(program);
            if (found.isPresent()) {
                return found.map(path -> new RedisBinary(path, "on the PATH"));
            }
            tried.add(program + " on the PATH");
        }
        return Optional.empty();
    }

    private static Optional<RedisBinary> unpacked(List<String> tried) {
        String suffix = systemSuffix(System.getProperty("os.name"), System.getProperty("os.arch"));
        for (Path folder : folders()) {
            String sought = folder.resolve("redis-server-*-" + suffix).toString();
            Optional<Path> found = programIn(folder, suffix);
            if (found.isPresent() && makeExecutable(found.get())) {
                return found.map(path -> new RedisBinary(path, "embedded-redis"));
            }
            tried.add(sought + (found.isPresent() ? " (cannot be made executable)" : ""));
        }
        return Optional.empty();
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getProperty(FOLDER_PROPERTY)).map(Path::of).ifPresent(folders::add);
        codeFolder().map(folder -> folder.resolve("redis")).ifPresent(folders::add);
        return folders;
    }

    /** The folder in which the jar or the folder of classes lies, if this class comes from a file. */
    private static Optional<Path> codeFolder() {
        CodeSource source = RedisBinary.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The end of the file name of the program for a system, after the names in embedded-redis. */
    static String systemSuffix(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i486", "i586", "i686" -> "386";
            default -> osArch;
        };
        return system + "-" + arch + (system.equals("windows") ? ".exe" : "");
    }

    /** The program for this system in a folder; of several, the one whose name sorts last. */
    static Optional<Path> programIn(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> fitting = files.filter(file -> fits(file.getFileName().toString(), suffix))
                    .sorted()
                    .collect(Collectors.toList());
            return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(fitting.size() - 1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(String fileName, String suffix) {
        return fileName.startsWith("redis-server-") && fileName.endsWith("-" + suffix);
    }

    private static boolean makeExecutable(Path file) {
        return Files.isExecutable(file) || file.toFile().setExecutable(true, false);
    }
}
