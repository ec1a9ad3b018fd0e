package io.jsentinel.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file that holds either its old content or its new one, whatever happens in between. The new content goes to a
 * temporary file beside it, is brought to the disk and takes the old one's name. Mode, owner and group of the old file
 * are kept; a new file is for its owner only, since it may hold passwords. Used by one thread.
 */
final class AtomicFile {

    /** The largest file that is read. */
    static final int MAX_BYTES = 16 << 20;

    private static final String SUFFIX_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int SUFFIX_LENGTH = 6;
    private static final boolean HAS_MODES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path named;
    private final String mode;
    private final SecureRandom random = new SecureRandom();

    /** @param named the file; may be a symbolic link, and need not exist */
    AtomicFile(Path named) {
        this(named, "rw-------");
    }

    private AtomicFile(Path named, String mode) {
        this.named = named.toAbsolutePath();
        this.mode = mode;
    }

    /** A file that every user may read, as far as the process lets it be so; it must not hold a secret. */
    static AtomicFile readableByAll(Path named) {
        return new AtomicFile(named, "rw-r--r--");
    }

    /**
     * The content, one char per byte; nothing when there is no such file.
     *
     * @throws IOException when it cannot be read or has more than {@link #MAX_BYTES}
     */
    Optional<String> read() throws IOException {
        try {
            return Optional.of(readText(named));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The content of any file, one char per byte. */
    static String readText(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] bytes = new byte[(int) Math.min(channel.size(), MAX_BYTES) + 1];
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int count = 0;
            while (count >= 0 && buffer.hasRemaining()) {
                count = channel.read(buffer);
            }
            if (buffer.position() > MAX_BYTES) {
                throw new FileSystemException(file.toString(), null, "larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            return new String(bytes, 0, buffer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Replaces the content; when this returns, the new one survives a loss of power.
     *
     * @param text one char per byte
     * @return false when the file could only be overwritten where it stands, which a loss of power may interrupt: it is
     *     mounted by itself, or its folder does not take new files
     * @throws IOException when the content is the old one still
     */
    boolean replace(String text) throws IOException {
        Path target = target();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Path temporary = target.resolveSibling(target.getFileName() + "." + suffix() + ".tmp");
        FileChannel channel;
        try {
            channel = FileChannel.open(temporary, created(), withMode());
        } catch (IOException e) {
            overwrite(target, bytes, e);
            return false;
        }
        try {
            try (channel) {
                writeAll(channel, bytes);
                copyAttributes(target, temporary);
                channel.force(true);
            }
            return moveOver(temporary, target, bytes);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes what a crash left behind: files with the names that only we give. */
    void removeLeftovers() throws IOException {
        Path target = target();
        Pattern ours = Pattern.compile(Pattern.quote(target.getFileName().toString()) + "\\.[" + SUFFIX_LETTERS + "]{"
                + SUFFIX_LENGTH + "}\\.tmp");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                target.getParent(),
                path -> ours.matcher(path.getFileName().toString()).matches())) {
            for (Path path : found) {
                Files.deleteIfExists(path);
            }
        }
    }

    private boolean moveOver(Path temporary, Path target, byte[] bytes) throws IOException {
        boolean atomic = true;
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Mostly EBUSY: in a container a single file is often mounted by itself, and nothing can take its name.
            atomic = false;
            overwrite(target, bytes, e);
        }
        syncFolder(target.getParent());
        return atomic;
    }

    /** A symbolic link stays one: what it points to is replaced. */
    private Path target() throws IOException {
        return Files.isSymbolicLink(named) ? named.toRealPath() : named;
    }

    /**
     * Writes into the file itself, in one piece. Where the new content is shorter, line ends stand in for the rest
     * until the file is cut, so that a process that is killed in between leaves no line of the old content.
     */
    private static void overwrite(Path target, byte[] bytes, IOException cause) throws IOException {
        if (!Files.isRegularFile(target) || !Files.isWritable(target)) {
            throw cause;
        }
        byte[] old = readText(target).getBytes(StandardCharsets.ISO_8859_1);
        byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, old.length));
        Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            try {
                writeAll(channel, padded);
            } catch (IOException e) {
                channel.position(0);
                writeAll(channel, old);
                throw e;
            }
            channel.truncate(bytes.length);
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        if (!HAS_MODES || !Files.exists(from)) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView view =
                Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!now.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            if (!now.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
        } catch (FileSystemException e) {
            // Only root may give files away. Without that right the file becomes ours, as it does with Redis.
        }
        view.setPermissions(old.permissions());
    }

    /** Brings the new name to the disk. Systems that cannot open a folder do that by themselves. */
    private static void syncFolder(Path folder) throws IOException {
        if (HAS_MODES) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }

    private static Set<OpenOption> created() {
        return Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    private FileAttribute<?>[] withMode() {
        return HAS_MODES
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
