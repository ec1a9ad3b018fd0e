package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.RunId;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.SentinelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StateStoreTest {

    private static final RunId ID = new RunId("0123456789abcdef0123456789abcdef01234567");

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final StateStore.Listener listener = new StateStore.Listener() {
        @Override
        public void saved(long stateNumber) {
            heard.add("saved " + stateNumber);
        }

        @Override
        public void failed(long stateNumber, String reason) {
            heard.add("failed " + stateNumber + " " + reason);
        }

        @Override
        public void endangered(String reason) {
            heard.add("endangered " + reason);
        }

        @Override
        public void died(Throwable cause) {
            heard.add("died " + cause);
        }
    };

    @Test
    void aStateIsOnDiskWhenItIsReported() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "# ours\n");
        try (StateStore store = new StateStore(file, "# ours\n", ConfWriter::rewrite, listener)) {
            store.save(1, epoch(7));

            assertThat(next()).isEqualTo("saved 1");
            assertThat(file).content().startsWith("# ours\n").contains("sentinel current-epoch 7\n");
        }
    }

    @Test
    void whatComesWhileASaveRunsCollapsesIntoTheNewest() throws Exception {
        Path file = folder.resolve("s.conf");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger saves = new AtomicInteger();
        StateStore.Rewriter slow = (previous, now) -> {
            saves.incrementAndGet();
            begun.countDown();
            await(goOn);
            return ConfWriter.rewrite(previous, now);
        };
        try (StateStore store = new StateStore(file, "", slow, listener)) {
            store.save(1, epoch(1));
            await(begun);
            for (int number = 2; number <= 100; number++) {
                store.save(number, epoch(number));
            }
            goOn.countDown();

            assertThat(List.of(next(), next())).containsExactly("saved 1", "saved 100");
        }
        assertThat(saves).hasValue(2);
        assertThat(file).content().contains("sentinel current-epoch 100\n");
    }

    @Test
    void theEndOfItsThreadByAFaultIsTold() throws Exception {
        StateStore.Listener deaf = new StateStore.Listener() {
            @Override
            public void saved(long stateNumber) {
                throw new NoClassDefFoundError("io/jsentinel/Missing");
            }

            @Override
            public void failed(long stateNumber, String reason) {
                listener.failed(stateNumber, reason);
            }

            @Override
            public void endangered(String reason) {
                listener.endangered(reason);
            }

            @Override
            public void died(Throwable cause) {
                listener.died(cause);
            }
        };
        try (StateStore store = new StateStore(folder.resolve("s.conf"), "", ConfWriter::rewrite, deaf)) {
            store.save(1, epoch(7));

            assertThat(next()).isEqualTo("died java.lang.NoClassDefFoundError: io/jsentinel/Missing");
        }
    }

    @Test
    void aFailureIsReportedAndTheNextSaveIsTriedAgain() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = Files.writeString(inner.resolve("s.conf"), "# ours\n");
        try (StateStore store = new StateStore(file, "# ours\n", ConfWriter::rewrite, listener)) {
            Files.delete(file);
            Files.delete(inner);
            store.save(1, epoch(1));
            assertThat(next()).isEqualTo("failed 1 No such file or directory");

            Files.createDirectory(inner);
            store.save(2, epoch(2));

            assertThat(next()).isEqualTo("saved 2");
        }
        // What people wrote came back too, though the file was gone.
        assertThat(file).content().startsWith("# ours\n").contains("sentinel current-epoch 2\n");
    }

    @Test
    void whatPeopleChangedInTheFileStays() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "# old\n");
        try (StateStore store = new StateStore(file, "# old\n", ConfWriter::rewrite, listener)) {
            Files.writeString(file, "# edited\nport 5\n");
            store.save(1, epoch(1));
            assertThat(next()).isEqualTo("saved 1");
        }
        assertThat(file).content().startsWith("# edited\nport 5\n");
    }

    @Test
    void aFaultOfOursIsReportedAndDoesNotEndTheStore() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        StateStore.Rewriter faulty = (previous, now) -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("oops");
            }
            return "fine\n";
        };
        try (StateStore store = new StateStore(folder.resolve("s.conf"), "", faulty, listener)) {
            store.save(1, epoch(1));
            assertThat(next()).isEqualTo("failed 1 java.lang.IllegalStateException: oops");
            store.save(2, epoch(2));
            assertThat(next()).isEqualTo("saved 2");
        }
    }

    @Test
    void closingSavesWhatWasHandedIn() throws Exception {
        Path file = folder.resolve("s.conf");
        StateStore store = new StateStore(file, "", ConfWriter::rewrite, listener);
        store.save(1, epoch(1));

        assertThat(store.close(Duration.ofSeconds(10))).isTrue();

        assertThat(next()).isEqualTo("saved 1");
        assertThat(file).exists();
        store.save(2, epoch(2));
        assertThat(next()).isEqualTo("failed 2 the store is closed");
    }

    @Test
    void closingWaitsNoLongerThanItsBound() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        StateStore.Rewriter hanging = (previous, now) -> {
            await(goOn);
            return "";
        };
        StateStore store = new StateStore(folder.resolve("s.conf"), "", hanging, listener);
        store.save(1, epoch(1));

        assertThat(store.close(Duration.ofMillis(20))).isFalse();

        goOn.countDown();
        assertThat(store.close(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aFileThatCanOnlyBeOverwrittenIsToldOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("s".repeat(250)), "# ours\n");
        try (StateStore store = new StateStore(file, "# ours\n", ConfWriter::rewrite, listener)) {
            store.save(1, epoch(1));
            assertThat(next()).startsWith("endangered " + file + " cannot be replaced");
            assertThat(next()).isEqualTo("saved 1");
            store.save(2, epoch(2));
            assertThat(next()).isEqualTo("saved 2");
        }
    }

    @Test
    void leftoversOfACrashAreRemovedAtStart() throws Exception {
        Path leftover = Files.writeString(folder.resolve("s.conf.abc123.tmp"), "half");
        StateStore store = new StateStore(folder.resolve("s.conf"), "", ConfWriter::rewrite, listener);

        assertThat(store.close(Duration.ofSeconds(10))).isTrue();

        assertThat(leftover).doesNotExist();
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SentinelConfig epoch(long epoch) {
        return SentinelConfig.empty().withState(ID, epoch, List.of());
    }
}
