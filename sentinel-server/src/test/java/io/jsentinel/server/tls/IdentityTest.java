package io.jsentinel.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.server.tls.Identity.Source;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.CertificateAuthority.Credential;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final String SECRET = "Geheim-4711";
    private static final String WRONG = "the password is wrong, or the file is damaged";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-pkcs1.pem, RSA",
        "rsa.crt, rsa-pkcs8.pem, RSA",
        "ec.crt, ec-sec1.pem, EC",
        "ec.crt, ec-pkcs8.pem, EC",
        "ed25519.crt, ed25519.pem, EdDSA",
    })
    void keysOfAllFormatsAreRead(String certificate, String key, String algorithm) throws Exception {
        Identity identity = load(stored(certificate), stored(key), Optional.empty());

        assertThat(identity.key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(identity.chain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-pkcs8-aes256.pem",
        "rsa.crt, rsa-pkcs8-aes128-sha1.pem",
        "rsa.crt, rsa-pkcs1-aes256.pem",
        "rsa.crt, rsa-pkcs1-des3.pem",
        "ec.crt, ec-sec1-aes128.pem",
    })
    void encryptedKeysNeedTheirPassword(String certificate, String key) throws Exception {
        load(stored(certificate), stored(key), Optional.of(SECRET));

        assertThatThrownBy(() -> load(stored(certificate), stored(key), Optional.of("Unsinn-4711")))
                .isInstanceOf(TlsFileException.class)
                .hasMessage("tls-key-file " + stored(key) + ": " + WRONG);
        assertThatThrownBy(() -> load(stored(certificate), stored(key), Optional.empty()))
                .hasMessage(
                        "tls-key-file " + stored(key) + ": the key is encrypted, and tls-key-file-pass is not given");
    }

    @Test
    void anEncryptionThatJavaLacksIsNamedWithTheWayOut() {
        assertThatThrownBy(() -> load(stored("rsa.crt"), stored("rsa-pkcs8-scrypt.pem"), Optional.of(SECRET)))
                .hasMessageContaining("encrypted in a way that Java does not know; openssl pkcs8 -topk8");
    }

    @Test
    void aKeyOfAnotherCertificateIsNone() {
        assertThatThrownBy(() -> load(stored("ec.crt"), stored("rsa-pkcs8.pem"), Optional.empty()))
                .hasMessage("tls-key-file " + stored("rsa-pkcs8.pem") + ": not the key of the certificate in "
                        + stored("ec.crt"));
    }

    @Test
    void filesOfAnotherKindAreNamed() throws Exception {
        assertThatThrownBy(() -> load(stored("ec-pkcs8.pem"), stored("ec-pkcs8.pem"), Optional.empty()))
                .hasMessage(
                        "tls-cert-file " + stored("ec-pkcs8.pem") + ": expected a certificate, found only PRIVATE KEY");
        assertThatThrownBy(() -> load(stored("ec.crt"), stored("ec.crt"), Optional.empty()))
                .hasMessage("tls-key-file " + stored("ec.crt") + ": expected a private key, found only CERTIFICATE");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> load(missing, stored("ec-pkcs8.pem"), Optional.empty()))
                .hasMessage("tls-cert-file " + missing + ": No such file or directory");
        assertThatThrownBy(() -> load(folder, stored("ec-pkcs8.pem"), Optional.empty()))
                .hasMessage("tls-cert-file " + folder + ": Is a directory");
        Path large = Files.write(folder.resolve("large"), new byte[PemFile.MAX_BYTES + 1]);
        assertThatThrownBy(() -> load(large, large, Optional.empty()))
                .hasMessage("tls-cert-file " + large + ": larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PRIVATE KEY-----\nMIGH",
                "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIGH\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----",
            })
    void aDamagedKeyIsAnErrorInWords(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("own.key"), text);

        assertThatThrownBy(() -> load(stored("ec.crt"), file, Optional.of(SECRET)))
                .isInstanceOf(TlsFileException.class)
                .hasMessageStartingWith("tls-key-file " + file + ": ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aChainIsCompletedByTheAuthoritiesButNotByTheRoot() throws Exception {
        CertificateAuthority root = CertificateAuthority.root("root");
        CertificateAuthority middle = root.subordinate("middle");
        Credential issued = middle.issue("leaf");
        Path key = Files.writeString(folder.resolve("own.key"), issued.keyPem());
        Path whole = Files.writeString(folder.resolve("whole.crt"), issued.chainPem());
        Path leaf = Files.writeString(
                folder.resolve("leaf.crt"), issued.chainPem().split("(?<=END CERTIFICATE-----\n)")[0]);
        Source source = source(leaf, key, Optional.empty());

        assertThat(load(whole, key, Optional.empty()).chain())
                .containsExactly(issued.chain().get(0), middle.certificate());
        assertThat(Identity.load(source, List.of()).chain()).hasSize(1);
        assertThat(Identity.load(source, List.of(root.certificate(), middle.certificate()))
                        .chain())
                .containsExactly(issued.chain().get(0), middle.certificate());
    }

    @Test
    void authoritiesComeFromTheBundleAndFromTheFilesOfTheFolder() throws Exception {
        CertificateAuthority one = CertificateAuthority.root("one");
        CertificateAuthority two = CertificateAuthority.root("two");
        CertificateAuthority three = CertificateAuthority.root("three");
        Path bundle = Files.writeString(folder.resolve("bundle"), one.pem() + "# and\n" + two.pem());
        Path cas = Files.createDirectory(folder.resolve("cas"));
        Files.writeString(cas.resolve("3.pem"), three.pem());
        Files.writeString(cas.resolve("README"), "hello");

        assertThat(Certificates.authorities(Optional.of(bundle), Optional.of(cas)))
                .containsExactly(one.certificate(), two.certificate(), three.certificate());
        assertThatThrownBy(() -> Certificates.authorities(Optional.empty(), Optional.of(bundle)))
                .hasMessageStartingWith("tls-ca-cert-dir " + bundle + ": ");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> Certificates.authorities(Optional.empty(), Optional.of(empty)))
                .hasMessage("tls-ca-cert-dir " + empty + ": no certificate in any file of it");
    }

    private static Path stored(String name) {
        try {
            return Path.of(IdentityTest.class.getResource("/keys/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Identity load(Path certificate, Path key, Optional<String> password) throws TlsFileException {
        return Identity.load(source(certificate, key, password), List.of());
    }

    private static Source source(Path certificate, Path key, Optional<String> password) {
        return new Source(
                "tls-", new TlsConfig.Identity(certificate.toString(), key.toString(), password), Path.of("/"));
    }
}
