package io.jsentinel.server.tls;

import io.jsentinel.server.store.ByteText;
import java.io.IOException;
import java.nio.file.Path;

/** A file with a certificate or key that cannot be used: says which, of which setting, and what is wrong with it. */
public final class TlsFileException extends IOException {

    private static final long serialVersionUID = 1L;

    TlsFileException(String directive, Path file, String problem) {
        super(directive + " " + ByteText.of(file) + ": " + problem);
    }
}
