package io.jsentinel.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a file in PEM. What stands between them is ignored.
 *
 * @param directive the setting that names the file
 * @param path where it is
 * @param blocks in their order; at least one
 */
record PemFile(String directive, Path path, List<Block> blocks) {

    /** The largest file that is read, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(?s:(.*?))-----END \\1-----");

    private static final Pattern HEADER = Pattern.compile("([A-Za-z-]+): *(.*)");

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param headers its lines of the form {@code Name: value}
     * @param bytes its content
     */
    record Block(String label, Map<String, String> headers, byte[] bytes) {

        boolean isCertificate() {
            return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
        }

        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }
    }

    /** Reads a file. @throws TlsFileException when it is missing, too large, or not PEM */
    static PemFile read(String directive, Path path) throws TlsFileException {
        String text = text(directive, path);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                blocks.add(block(block.group(1), block.group(2)));
            } catch (IllegalArgumentException e) {
                throw new TlsFileException(directive, path, "damaged: not base64 after BEGIN " + block.group(1));
            }
        }
        if (blocks.isEmpty()) {
            String found = text.isBlank() ? "the file is empty" : "no -----BEGIN ...----- and -----END ...----- in it";
            throw new TlsFileException(directive, path, "expected PEM, but " + found);
        }
        return new PemFile(directive, path, List.copyOf(blocks));
    }

    TlsFileException error(String problem) {
        return new TlsFileException(directive, path, problem);
    }

    private static Block block(String label, String content) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder base64 = new StringBuilder();
        for (String line : content.split("\r?\n")) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                headers.put(
                        header.group(1).toLowerCase(Locale.ROOT),
                        header.group(2).trim());
            } else {
                base64.append(line.trim());
            }
        }
        return new Block(label, headers, Base64.getDecoder().decode(base64.toString()));
    }

    private static String text(String directive, Path path) throws TlsFileException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TlsFileException(directive, path, "larger than 1 MiB");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (TlsFileException e) {
            throw e;
        } catch (IOException e) {
            throw new TlsFileException(directive, path, reason(path, e));
        }
    }

    private static String reason(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return Files.isDirectory(path) ? "Is a directory" : "cannot be read: " + e.getMessage();
    }
}
