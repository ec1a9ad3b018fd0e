package io.jsentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.log.ServerLog;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastResortTest {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final ServerLog log =
            new ServerLog(Optional.empty(), Optional.of(Level.WARNING), new PrintStream(console, true));
    private final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    private final LastResort lastResort = new LastResort(log, ends::add);

    @Test
    void anEventLoopThatDiesEndsTheProcessWithOneAndSaysWhy() throws Exception {
        WatchedLoopGroup group = new WatchedLoopGroup(executor -> new BrokenSelector(), this::loopDied);

        group.next().execute(() -> {});

        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(LastResort.STATUS);
        assertThat(logText())
                .contains(" # FAULT: the event loop has died: java.lang.NoClassDefFoundError: io/netty/Missing at ")
                .contains("Was the jar replaced while it was in use? This process ends with status 1");
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void anEventLoopThatIsShutDownOrWhoseTaskFailsEndsNothing() {
        WatchedLoopGroup group = new WatchedLoopGroup(NioIoHandler.newFactory(), this::loopDied);
        group.next().execute(() -> {
            throw new IllegalStateException("a fault of one task");
        });

        assertThat(group.next().submit(() -> "alive").awaitUninterruptibly().getNow())
                .isEqualTo("alive");
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        assertThat(ends).isEmpty();
    }

    @Test
    void anErrorInGuardedWorkEndsTheProcessAndAnExceptionDoesNot() {
        IllegalStateException exception = new IllegalStateException("once");
        assertThatThrownBy(lastResort.guarded("work", () -> {
                    throw exception;
                })::run)
                .isSameAs(exception);
        assertThat(ends).isEmpty();

        StackOverflowError error = new StackOverflowError();
        assertThatThrownBy(lastResort.guarded("work", () -> {
                    throw error;
                })::run)
                .isSameAs(error);
        assertThat(ends).containsExactly(LastResort.STATUS);
        assertThat(logText()).contains("FAULT: work: java.lang.StackOverflowError at ");
    }

    @Test
    void whatIsBeingWrittenComesFirstAndOnlyTheFirstReasonCounts() {
        List<String> order = new ArrayList<>();
        LastResort ending = new LastResort(log, status -> order.add("end " + status));
        ending.doFirst(() -> order.add("settled"));

        ending.failed("the first", new AssertionError("one"));
        ending.failed("the second", new AssertionError("two"));

        assertThat(order).containsExactly("settled", "end 1");
        assertThat(logText()).contains("the first").doesNotContain("the second");
    }

    @Test
    void theEndComesAlsoWhenNothingElseWorks() {
        lastResort.doFirst(() -> {
            throw new OutOfMemoryError("also here");
        });

        lastResort.failed("memory", new OutOfMemoryError("here"));

        assertThat(ends).containsExactly(LastResort.STATUS);
    }

    private void loopDied(Throwable cause) {
        lastResort.failed("the event loop has died", cause);
    }

    private String logText() {
        return console.toString(StandardCharsets.ISO_8859_1);
    }

    /** Fails as a selector does whose classes cannot be loaded. */
    private static final class BrokenSelector implements IoHandler {

        @Override
        public int run(IoHandlerContext context) {
            throw new NoClassDefFoundError("io/netty/Missing");
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            // It never sleeps.
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
