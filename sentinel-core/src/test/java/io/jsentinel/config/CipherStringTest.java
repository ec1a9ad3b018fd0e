package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherStringTest {

    private static final ConfLine LINE = new ConfLine("s.conf", 1, "tls-ciphers x");

    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-CHACHA20-POLY1305, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "DHE-RSA-AES256-SHA256, TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
        "ECDHE-RSA-AES128-SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "AES256-SHA, TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    })
    void anOpensslNameIsAJavaName(String openSsl, String java) throws Exception {
        assertThat(CipherString.suites(LINE, openSsl)).containsExactly(java);
    }

    @Test
    void everySuiteOfTheTableIsOneOfJava() throws Exception {
        List<String> known =
                List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());

        assertThat(CipherString.suites(LINE, "ALL")).hasSize(27).isSubsetOf(known);
        assertThat(CipherString.modernSuites(
                        LINE, "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"))
                .hasSize(3)
                .isSubsetOf(known);
    }

    @Test
    void theUsualStringsAreUnderstood() throws Exception {
        assertThat(CipherString.suites(LINE, "HIGH:!aNULL:!MD5")).hasSize(27);
        assertThat(CipherString.suites(LINE, "DEFAULT:@SECLEVEL=1")).hasSize(27);
        assertThat(CipherString.suites(LINE, "HIGH:!kRSA:!SHA1:!SHA256:!SHA384:!DHE:!CAMELLIA:!DES-CBC3-SHA"))
                .containsExactly(
                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(CipherString.suites(LINE, "")).isEmpty();
    }

    @Test
    void theSignsMeanNeverNotNowAndLast() throws Exception {
        assertThat(CipherString.suites(LINE, "ECDHE+AESGCM+aRSA"))
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(CipherString.suites(LINE, "ECDHE+AESGCM+aRSA,+AES256"))
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(CipherString.suites(LINE, "AES128-SHA:AES256-SHA:@STRENGTH"))
                .containsExactly("TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA");
        assertThat(CipherString.suites(LINE, "AES128-SHA:!AES128:AES256-SHA AES128-SHA"))
                .containsExactly("TLS_RSA_WITH_AES_256_CBC_SHA");
        assertThat(CipherString.suites(LINE, "AES128-SHA:-AES128:AES256-SHA:AES128-SHA"))
                .containsExactly("TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA");
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA26, ECDHE-RSA-AES128-GCM-SHA256",
        "HIHG, HIGH",
        "HIGH:!aNUL, aNULL",
        "@STRENGHT, @STRENGTH",
    })
    void anUnknownWordIsRefusedWithTheNearest(String value, String nearest) {
        assertThatThrownBy(() -> CipherString.suites(LINE, value)).isInstanceOfSatisfying(ConfigException.class, e -> {
            assertThat(e.getMessage()).startsWith("unknown cipher: ");
            assertThat(e.nearest()).isEqualTo(Optional.of(nearest));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"RC4", "ECDHE-RSA-CAMELLIA256-SHA384", "HIGH:!ALL", "DES-CBC3-SHA"})
    void aSelectionOfNothingIsRefused(String value) {
        assertThatThrownBy(() -> CipherString.suites(LINE, value)).hasMessage("Java has none of these ciphers");
    }

    @Test
    void suitesOfBothVersionsAreNotMixedUp() {
        assertThatThrownBy(() -> CipherString.suites(LINE, "TLS_AES_128_GCM_SHA256"))
                .hasMessage("TLS_AES_128_GCM_SHA256 is a cipher suite of TLS 1.3: name it in tls-ciphersuites");
        assertThatThrownBy(() -> CipherString.modernSuites(LINE, "TLS_AES_128_GCM_SHA265"))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.nearest()).contains("TLS_AES_128_GCM_SHA256"));
        assertThatThrownBy(() -> CipherString.modernSuites(LINE, "TLS_AES_128_CCM_SHA256"))
                .hasMessage("Java has none of these cipher suites");
    }
}
