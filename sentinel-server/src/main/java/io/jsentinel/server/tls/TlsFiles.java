package io.jsentinel.server.tls;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.server.store.ByteText;
import io.jsentinel.server.tls.Identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The files that encryption needs.
 *
 * @param config the settings
 * @param dir the folder that relative paths count from
 */
record TlsFiles(TlsConfig config, Path dir) {

    /** What we show to clients. */
    Optional<Source> identity() {
        return config.identity().map(files -> new Source("tls-", files, dir));
    }

    /** What we show to nodes. */
    Optional<Source> clientIdentity() {
        return config.clientIdentity()
                .map(files -> new Source("tls-client-", files, dir))
                .or(this::identity);
    }

    Optional<Path> caFile() {
        return config.caFile().map(this::path);
    }

    Optional<Path> caDir() {
        return config.caDir().map(this::path);
    }

    /** A text that is another one when any of the files, or what a link leads to, was changed or replaced. */
    String stamp() {
        List<Path> files = new ArrayList<>();
        identity().ifPresent(source -> files.addAll(List.of(source.certFile(), source.keyFile())));
        clientIdentity().ifPresent(source -> files.addAll(List.of(source.certFile(), source.keyFile())));
        caFile().ifPresent(files::add);
        if (caDir().isPresent()) {
            try {
                files.addAll(Certificates.files(caDir().get()));
            } catch (TlsFileException e) {
                files.add(caDir().get());
            }
        }
        StringBuilder stamp = new StringBuilder();
        files.forEach(file -> stamp.append(file).append(' ').append(stamp(file)).append('\n'));
        return stamp.toString();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return facts.size() + " " + facts.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + facts.fileKey() + " "
                    + changed(file);
        } catch (IOException e) {
            return "absent";
        }
    }

    /** When anything about the file was changed: unlike the time of its last modification, this cannot be set back. */
    private static long changed(Path file) throws IOException {
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // Only systems of the Unix family know it; the other facts must do elsewhere.
            return 0;
        }
    }

    private Path path(String text) {
        return dir.resolve(ByteText.toPath(text));
    }
}
