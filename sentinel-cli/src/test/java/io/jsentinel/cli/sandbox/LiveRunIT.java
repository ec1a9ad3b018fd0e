package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.StockSentinel;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stock-sentinel")
class LiveRunIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** So long that a stock sentinel, which connects and pings anew after a switch, never takes the new master for dead. */
    private static final int DOWN_AFTER_MILLIS = 2_000;

    private final StringWriter text = new StringWriter();

    @Test
    void keysBreakAndMend(@TempDir Path folder) throws Exception {
        assumeTrue(StockSentinel.available(), StockSentinel.MISSING);
        SceneSettings settings =
                new SceneSettings(RedisBinary.find(), StockSentinel.command(), 1, 3, DOWN_AFTER_MILLIS, folder);
        Narrator narrator = new Narrator(new PrintWriter(text), false);
        try (Scene scene = Scene.start(settings);
                Play play = new Play(scene, narrator, BOUND);
                PipedInputStream in = new PipedInputStream();
                PipedOutputStream keyboard = new PipedOutputStream(in)) {
            play.awaitReady();
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> new LiveRun(play).run(Keys.from(in)));
            press(keyboard, 'k', "kill -9 redis-1, the master");
            press(keyboard, 'w', "no master now that could be asked");
            awaitText("failover: another master accepts writes");
            press(keyboard, 'w', "no confirmed write is lost");
            press(keyboard, 's', "kill -9 sentinel-3");
            press(keyboard, 'r', "restart sentinel-3");
            awaitText("redis-1 is a replica again, of redis-2");
            press(keyboard, 'r', "nothing is down or frozen");
            press(keyboard, 'x', "no key");
            try (RespClient client = scene.servers().get(0).client()) {
                client.send("SHUTDOWN", "NOSAVE");
                assertThat(client.isClosedWithin(BOUND)).isTrue();
            }
            awaitText("redis-1 ended without having been asked to");
            press(keyboard, '?', "? this help");
            press(keyboard, 'q', "the end");
            run.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(text.toString()).contains("+switch-master mymaster redis-1 redis-2");
    }

    private void press(PipedOutputStream keyboard, char key, String effect) throws IOException {
        keyboard.write(key);
        keyboard.flush();
        awaitText(effect);
    }

    private void awaitText(String wanted) {
        Await.atMost(BOUND)
                .showing(text::toString)
                .until("it says: " + wanted, () -> text.toString().contains(wanted));
    }
}
