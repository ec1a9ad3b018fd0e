package io.jsentinel.server.kubernetes;

import io.jsentinel.server.store.ByteText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the API is, and by what this pod may use it: the files that Kubernetes mounts into a pod. They are read again when
 * they change; tokens live an hour and are replaced before.
 */
final class ServiceAccount {

    /** Names the folder with the files, in place of the usual one. */
    static final String FOLDER = "JSENTINEL_SERVICE_ACCOUNT_DIR";

    private static final String USUAL_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";
    private static final int USUAL_PORT = 443;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final String host;
    private final int port;
    private final Path folder;
    private String token = "";
    private String tokenStamp = "";

    /**
     * An account.
     *
     * @param host an address or a name
     * @param port from 1 to 65535
     * @param folder has the files {@code token} and {@code ca.crt}, and may have {@code namespace}
     */
    ServiceAccount(String host, int port, Path folder) {
        this.host = host;
        this.port = port;
        this.folder = folder;
    }

    /** The account of this pod; nothing when the environment names no API. Whether its files are there is not looked at. */
    static Optional<ServiceAccount> of(Map<String, String> environment) {
        String host = environment.getOrDefault(HOST, "");
        String port = environment.getOrDefault(PORT, Integer.toString(USUAL_PORT));
        if (host.isEmpty() || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > MAX_PORT) {
            return Optional.empty();
        }
        String folder = environment.getOrDefault(FOLDER, "");
        try {
            return Optional.of(new ServiceAccount(
                    host, Integer.parseInt(port), Path.of(folder.isEmpty() ? USUAL_FOLDER : folder)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** What the request's Host line says. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether there is a token: without one the pod was not given any rights, and nothing is tried. */
    boolean isMounted() {
        return Files.isReadable(folder.resolve("token"));
    }

    /** The namespace of the pod, if the files say it. */
    Optional<String> namespace() {
        try {
            return Optional.of(text("namespace").trim()).filter(name -> name.matches("[a-z0-9-]{1,63}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The token of now.
     *
     * @throws IOException when it cannot be read, or is none
     */
    String token() throws IOException {
        BasicFileAttributes now = Files.readAttributes(folder.resolve("token"), BasicFileAttributes.class);
        String stamp = now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        if (!stamp.equals(tokenStamp)) {
            String read = text("token").trim();
            if (read.isEmpty() || !read.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IOException("the file token holds no token");
            }
            token = read;
            tokenStamp = stamp;
        }
        return token;
    }

    /** Has the file read at the next request, whether it looks changed or not. */
    void doubtToken() {
        tokenStamp = "";
    }

    /** The authorities that the API's certificate must come from. @throws IOException when there are none */
    X509Certificate[] authorities() throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream file = Files.newInputStream(folder.resolve("ca.crt"))) {
            byte[] bytes = file.readNBytes(MAX_FILE_BYTES);
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new java.io.ByteArrayInputStream(bytes))) {
                found.add((X509Certificate) each);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("ca.crt holds no certificates", e);
        }
        if (found.isEmpty()) {
            throw new IOException("ca.crt holds no certificates");
        }
        return found.toArray(X509Certificate[]::new);
    }

    private String text(String name) throws IOException {
        try (InputStream file = Files.newInputStream(folder.resolve(name))) {
            return new String(file.readNBytes(MAX_FILE_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "ServiceAccount[" + authority() + ", " + ByteText.of(folder) + "]";
    }
}
