package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void keysComeInTheirOrderWithoutLineEndsAndTheEndOfTheInputIsQuit() throws IOException {
        try (PipedInputStream in = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(in)) {
            Keys keys = Keys.from(in);
            assertThat(keys.next(SHORT)).isEmpty();
            out.write(new byte[] {'k', '\r', '\n', ' ', 'w'});
            out.flush();
            assertThat(keys.next(LONG)).hasValue('k');
            assertThat(keys.next(LONG)).hasValue('w');
            assertThat(keys.next(SHORT)).isEmpty();
            out.write(4);
            out.flush();
            assertThat(keys.next(LONG)).hasValue(Keys.QUIT);
        }
    }
}
