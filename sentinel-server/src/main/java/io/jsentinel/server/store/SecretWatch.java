package io.jsentinel.server.store;

import io.jsentinel.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks every two seconds, on a thread of its own, whether files with secrets hold other ones now. */
public final class SecretWatch implements AutoCloseable {

    private static final long PERIOD_SECONDS = 2;

    private final List<Watched> files = new ArrayList<>();
    private final Consumer<SecretFile> changes;
    private final Consumer<String> complaints;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "secrets");
        thread.setDaemon(true);
        return thread;
    });

    /** A file, and how it looked the last time. */
    private static final class Watched {
        private SecretFile known;
        private String stamp = "";

        private Watched(SecretFile known) {
            this.known = known;
        }
    }

    SecretWatch(List<SecretFile> files, Consumer<SecretFile> changes, Consumer<String> complaints) {
        files.forEach(file -> this.files.add(new Watched(file)));
        this.changes = changes;
        this.complaints = complaints;
    }

    /**
     * Begins to look.
     *
     * @param files as they were read
     * @param changes takes each file whose secret is another one
     * @param complaints takes a line for the log when a file cannot be used; the secret before it stays
     * @return nothing when there are no files
     */
    public static Optional<SecretWatch> of(
            List<SecretFile> files, Consumer<SecretFile> changes, Consumer<String> complaints) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        SecretWatch watch = new SecretWatch(files, changes, complaints);
        watch.looks.scheduleWithFixedDelay(watch::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        return Optional.of(watch);
    }

    /** Looks at all files once. */
    void look() {
        files.forEach(this::look);
    }

    private void look(Watched file) {
        String stamp = stamp(file.known);
        if (stamp.equals(file.stamp)) {
            return;
        }
        file.stamp = stamp;
        String path = ByteText.of(file.known.path());
        try {
            String secret =
                    References.secret(path, DiskFiles.read(file.known.path()).text());
            if (!secret.equals(file.known.secret())) {
                file.known = new SecretFile(file.known.path(), file.known.setting(), secret);
                changes.accept(file.known);
            }
        } catch (ConfigException | References.Dangling e) {
            complaints.accept("the secret in " + path + " stays as it was: " + e.getMessage());
        }
    }

    /** Changes with the file, also when a link to it leads elsewhere. */
    private static String stamp(SecretFile file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
