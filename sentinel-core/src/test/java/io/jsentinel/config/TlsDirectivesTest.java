package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.config.TlsConfig.ClientAuth;
import io.jsentinel.config.TlsConfig.Identity;
import io.jsentinel.config.TlsConfig.SessionCache;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsDirectivesTest {

    @Test
    void withoutALineNothingIsEncrypted() throws Exception {
        assertThat(read("")).isEqualTo(TlsConfig.OFF);
        assertThat(TlsConfig.OFF.isOn()).isFalse();
    }

    @Test
    void everyLineHasItsMeaning() throws Exception {
        TlsConfig tls = read("""
                tls-port 26380
                tls-replication yes
                tls-cluster yes
                tls-cert-file /s.crt
                tls-key-file /s.key
                tls-key-file-pass hush
                tls-client-cert-file /c.crt
                tls-client-key-file /c.key
                tls-client-key-file-pass hush-too
                tls-ca-cert-file /ca.crt
                tls-ca-cert-dir /cas
                tls-auth-clients optional
                tls-protocols "tlsv1.3 TLSv1.2"
                tls-ciphers ECDHE-RSA-AES128-GCM-SHA256
                tls-ciphersuites TLS_AES_128_GCM_SHA256
                tls-prefer-server-ciphers yes
                tls-session-caching no
                tls-session-cache-size 7
                tls-session-cache-timeout 8
                tls-dh-params-file /dh""");

        assertThat(tls)
                .isEqualTo(new TlsConfig(
                        26380,
                        true,
                        Optional.of(new Identity("/s.crt", "/s.key", Optional.of("hush"))),
                        Optional.of(new Identity("/c.crt", "/c.key", Optional.of("hush-too"))),
                        Optional.of("/ca.crt"),
                        Optional.of("/cas"),
                        ClientAuth.OPTIONAL,
                        List.of("TLSv1.2", "TLSv1.3"),
                        List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                        List.of("TLS_AES_128_GCM_SHA256"),
                        true,
                        new SessionCache(false, 7, 8)));
        assertThat(tls.toString()).doesNotContain("hush");
    }

    @Test
    void whatEncryptionNeedsMustBeNamed() {
        refused("tls-port 1", "No tls-cert-file configured!");
        refused("tls-port 1\ntls-cert-file /c", "No tls-key-file configured!");
        refused(
                "tls-port 1\ntls-cert-file /c\ntls-key-file /k",
                "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-replication or"
                        + " tls-auth-clients are enabled!");
        refused(
                "tls-replication yes\ntls-cert-file /c\ntls-key-file /k\ntls-auth-clients no",
                "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-replication or"
                        + " tls-auth-clients are enabled!");
        refused(
                "tls-port 1\ntls-cert-file /c\ntls-key-file /k\ntls-ca-cert-dir /d\ntls-client-cert-file /e",
                "tls-client-cert-file and tls-client-key-file must be given together");
    }

    @Test
    void theErrorStandsAtTheLineThatWantsEncryption() {
        assertThatThrownBy(() -> read("tls-auth-clients no\ntls-port 26380\ntls-key-file-pass hush"))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.text()).isEqualTo("tls-port 26380");
                });
    }

    @Test
    void clientsWithoutCertificatesNeedNoAuthority() throws Exception {
        TlsConfig tls = read("tls-port 1\ntls-cert-file /c\ntls-key-file /k\ntls-auth-clients no");

        assertThat(tls.isOn()).isTrue();
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "tls-port 65536, argument must be between 0 and 65535 inclusive, ",
        "tls-auth-clients optionl, 'argument(s) must be one of the following: no, yes, optional', optional",
        "tls-replication maybe, argument must be 'yes' or 'no', ",
        "tls-cluster maybe, argument must be 'yes' or 'no', ",
        "tls-protocols TLSv1.4, 'Invalid tls-protocols specified. Use a combination of ''TLSv1'', ''TLSv1.1'',"
                + " ''TLSv1.2'' and ''TLSv1.3''.', TLSv1.1",
        "tls-session-cache-size -1, argument must be between 0 and 2147483647 inclusive, ",
    })
    void wrongValuesAreNamed(String line, String reason, String nearest) {
        assertThatThrownBy(() -> read(line)).isInstanceOfSatisfying(ConfigException.class, e -> {
            assertThat(e).hasMessage(reason);
            assertThat(e.nearest()).isEqualTo(Optional.ofNullable(nearest));
        });
    }

    private static void refused(String lines, String reason) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(ConfigException.class)
                .hasMessage(reason);
    }

    private static TlsConfig read(String lines) throws ConfigException {
        return ConfReader.read(new ConfText("s.conf", lines), List.of(), new FakeDisk())
                .server()
                .tls();
    }
}
