package io.jsentinel.server.store;

import io.jsentinel.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where the state goes that a {@code sentinel.conf} cannot or shall not take: the file is mounted read-only, for
 * example, or under version control.
 *
 * @param file the state file; need not exist yet
 * @param isTemporary whether it is in a folder that the system may clear
 */
record StatePlace(Path file, boolean isTemporary) {

    private static final String SUFFIX = ".state";
    private static final int HASH_LENGTH = 12;

    /**
     * The place for the state of a configuration.
     *
     * @param conf the absolute path of the {@code sentinel.conf}
     * @param stateDir the folder that was asked for; it is made if it is missing
     * @return nothing when the state goes into the file itself
     * @throws ConfigException when the state could be kept nowhere
     */
    static Optional<StatePlace> of(Path conf, Optional<Path> stateDir) throws ConfigException {
        String name = conf.getFileName() + SUFFIX;
        if (stateDir.isPresent()) {
            return Optional.of(new StatePlace(in(stateDir.get(), name), false));
        }
        Path beside = beside(conf);
        if (Files.isRegularFile(beside) && Files.isWritable(beside)) {
            // From a time when the file was read-only. Votes stand there, so it counts until somebody removes it.
            return Optional.of(new StatePlace(beside, false));
        }
        if (Files.isWritable(conf)) {
            return Optional.empty();
        }
        return Files.isWritable(conf.getParent())
                ? Optional.of(new StatePlace(beside, false))
                : Optional.of(new StatePlace(temporary(conf).resolve(name), true));
    }

    /** The state file beside a configuration; need not exist. */
    static Path beside(Path conf) {
        return conf.resolveSibling(conf.getFileName() + SUFFIX);
    }

    /** A file in the folder that was asked for, which is made if it is missing. @throws ConfigException when it cannot be used */
    static Path in(Path stateDir, String name) throws ConfigException {
        Path folder = stateDir.toAbsolutePath();
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw notWritable(folder, DiskFiles.reason(e));
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw notWritable(folder, "Permission denied");
        }
        return file;
    }

    /** A folder of ours below the one for temporary files, the same at every start. */
    private static Path temporary(Path conf) throws ConfigException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "jsentinel-" + hash(conf));
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // Everybody may make folders there: who owns this one could tell us who we are and whom we follow.
            boolean ours = Files.getOwner(folder).getName().equals(System.getProperty("user.name"))
                    && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                            .equals("rwx------");
            if (!ours) {
                throw notWritable(folder, "the folder belongs to somebody else");
            }
            return folder;
        } catch (IOException | UnsupportedOperationException e) {
            String reason = e instanceof IOException failed ? DiskFiles.reason(failed) : "no place for state";
            throw notWritable(folder, reason);
        }
    }

    private static ConfigException notWritable(Path folder, String reason) {
        String name = ByteText.of(folder);
        return new ConfigException(
                name,
                0,
                "",
                "State folder " + name + " is not usable: " + reason + ". Choose one with --state-dir.",
                Optional.empty());
    }

    private static String hash(Path path) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(path.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
