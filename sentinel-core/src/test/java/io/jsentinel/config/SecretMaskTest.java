package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

    @ParameterizedTest
    @CsvSource({
        "requirepass hush, requirepass ***",
        "REQUIREPASS hush hush, REQUIREPASS ***",
        "\"requirepass\" hush, \"requirepass\" ***",
        "requirpas hush, requirpas ***",
        "rquirepss hush, rquirepss ***",
        "user bob on >hush, user ***",
        "tls-key-file-pass hush, tls-key-file-pass ***",
        "auth-pass m hush, auth-pass ***",
        "sentinel auth-pass m hush, sentinel auth-pass m ***",
        "sentinel auth-pass m \"hush hush, sentinel auth-pass m ***",
        "Sentinel AUTH-PASS m hush hush, Sentinel AUTH-PASS m ***",
        "sentinel auth-pass hush, sentinel auth-pass ***",
        "sentinel sentinel-pass hush, sentinel sentinel-pass ***",
        "sentinel sentinel-pass hush hush, sentinel sentinel-pass ***",
        "sentinel auht-pass m hush, sentinel auht-pass m ***",
    })
    void secretsAreHidden(String line, String masked) {
        assertThat(SecretMask.mask(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"port 70000", "sentinel monitor m localhost 6379 2", "sentinel", "requirepass", "bind a b"})
    void everythingElseIsShown(String line) {
        assertThat(SecretMask.mask(line)).isEqualTo(line);
    }
}
