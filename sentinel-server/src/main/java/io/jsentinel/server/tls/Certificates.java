package io.jsentinel.server.tls;

import io.jsentinel.server.store.ByteText;
import io.jsentinel.server.tls.PemFile.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Certificates in files and folders. */
final class Certificates {

    /** The most files of a folder that are looked at. */
    static final int MAX_FILES = 2_000;

    private Certificates() {}

    /** The certificates of a file, at least one. @throws TlsFileException when there is none, or one is damaged */
    static List<X509Certificate> in(PemFile file) throws TlsFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : file.blocks()) {
            if (block.isCertificate()) {
                certificates.add(parse(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw file.error(
                    "expected a certificate, found only " + file.blocks().get(0).label());
        }
        return certificates;
    }

    /**
     * The authorities that the configuration names.
     *
     * @param file a bundle
     * @param folder a folder of files; those that hold no certificates are passed over
     * @throws TlsFileException when the bundle is wrong, or nothing is found in the folder
     */
    static List<X509Certificate> authorities(Optional<Path> file, Optional<Path> folder) throws TlsFileException {
        Set<X509Certificate> found = new LinkedHashSet<>();
        if (file.isPresent()) {
            found.addAll(in(PemFile.read("tls-ca-cert-file", file.get())));
        }
        if (folder.isPresent()) {
            List<X509Certificate> inFolder = inFolder(folder.get());
            if (inFolder.isEmpty()) {
                throw new TlsFileException("tls-ca-cert-dir", folder.get(), "no certificate in any file of it");
            }
            found.addAll(inFolder);
        }
        return List.copyOf(found);
    }

    /** The files of a folder in the order of their names. @throws TlsFileException when it is none */
    static List<Path> files(Path folder) throws TlsFileException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().limit(MAX_FILES).toList();
        } catch (IOException e) {
            String problem = Files.exists(folder) ? "cannot be listed" : "No such file or directory";
            throw new TlsFileException("tls-ca-cert-dir", folder, problem);
        }
    }

    /** Whether it is the end of every chain. */
    static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static List<X509Certificate> inFolder(Path folder) throws TlsFileException {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                found.addAll(in(PemFile.read("tls-ca-cert-dir", file)));
            } catch (TlsFileException e) {
                // Such folders also hold lists of revoked certificates, keys and notes; OpenSSL passes over them, too.
            }
        }
        return found;
    }

    private static X509Certificate parse(PemFile file, Block block) throws TlsFileException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw new TlsFileException(
                    file.directive(), file.path(), "damaged certificate: " + ByteText.fromUnicode(e.getMessage()));
        }
    }
}
