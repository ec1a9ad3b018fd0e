package io.jsentinel.server.store;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Disk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real files that a configuration speaks of. */
public final class DiskFiles implements Disk {

    /** How Redis begins what it says of a file that it cannot open. */
    static final String CANNOT_OPEN = "Fatal error, can't open config file";

    /** The most files that one {@code include} line may name. */
    private static final int MAX_INCLUDED = 1000;

    @Override
    public List<ConfText> include(String pattern, String dir) throws ConfigException {
        Path path;
        try {
            path = ByteText.toPath(dir).resolve(ByteText.toPath(pattern));
        } catch (InvalidPathException e) {
            throw cannotOpen(pattern, "No such file or directory");
        }
        String last = String.valueOf(path.getFileName());
        if (last.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
            return List.of(read(path));
        }
        List<ConfText> files = new ArrayList<>();
        for (Path match : matches(path, last)) {
            files.add(read(match));
        }
        return files;
    }

    @Override
    public Optional<String> dirProblem(String path) {
        Path folder;
        try {
            folder = ByteText.toPath(path);
        } catch (InvalidPathException e) {
            return Optional.of("No such file or directory");
        }
        if (!Files.exists(folder)) {
            return Optional.of("No such file or directory");
        }
        if (!Files.isDirectory(folder)) {
            return Optional.of("Not a directory");
        }
        return Files.isExecutable(folder) ? Optional.empty() : Optional.of("Permission denied");
    }

    @Override
    public boolean isExecutable(String path, String dir) {
        return isScript(path, dir);
    }

    /** Whether a file can be run; a relative path counts from {@code dir}, or from the process's own when that is empty. */
    public static boolean isScript(String path, String dir) {
        try {
            Path script = ByteText.toPath(dir).resolve(ByteText.toPath(path));
            return Files.isRegularFile(script) && Files.isExecutable(script);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public Optional<String> logProblem(String path, String dir) {
        Path log;
        try {
            log = ByteText.toPath(dir).resolve(ByteText.toPath(path)).toAbsolutePath();
        } catch (InvalidPathException e) {
            return Optional.of("No such file or directory");
        }
        // Looked at and not opened: whoever only asks whether a configuration is right wants no file.
        if (Files.isDirectory(log)) {
            return Optional.of("Is a directory");
        }
        if (!Files.exists(log) && !Files.isDirectory(log.getParent())) {
            return Optional.of("No such file or directory");
        }
        return Files.isWritable(Files.exists(log) ? log : log.getParent())
                ? Optional.empty()
                : Optional.of("Permission denied");
    }

    /**
     * The text of a file.
     *
     * @throws ConfigException in the words of Redis, when it cannot be read
     */
    static ConfText read(Path path) throws ConfigException {
        try {
            return new ConfText(ByteText.of(path), AtomicFile.readText(path));
        } catch (IOException e) {
            throw cannotOpen(ByteText.of(path), ByteText.of(absolute(path)), reason(e));
        }
    }

    /** The whole path, as Redis makes it: without the steps upwards that it begins with, and all others as they are. */
    private static Path absolute(Path path) {
        Path from = Path.of("").toAbsolutePath();
        Path rest = path;
        while (rest.getNameCount() > 1 && rest.startsWith("..") && from.getParent() != null) {
            from = from.getParent();
            rest = rest.subpath(1, rest.getNameCount());
        }
        return from.resolve(rest);
    }

    /** Why something failed, in the system's words. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static List<Path> matches(Path path, String pattern) throws ConfigException {
        Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            for (Path entry : entries) {
                found.add(entry);
                if (found.size() > MAX_INCLUDED) {
                    throw cannotOpen(ByteText.of(path), "more than " + MAX_INCLUDED + " files");
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotOpen(ByteText.of(path), reason(e));
        }
        return found.stream().sorted().toList();
    }

    private static ConfigException cannotOpen(String path, String reason) {
        return cannotOpen(path, path, reason);
    }

    private static ConfigException cannotOpen(String path, String shown, String reason) {
        return new ConfigException(path, 0, "", CANNOT_OPEN + " '" + shown + "': " + reason, Optional.empty());
    }
}
