package io.jsentinel.server.http;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.metrics.Distribution;
import io.jsentinel.server.metrics.Readings;
import io.jsentinel.server.metrics.Readings.Lookups;
import io.jsentinel.server.store.DiskFiles;
import io.jsentinel.status.Status;
import io.jsentinel.step.Effect;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A daemon that watches one master called {@code m} and never hears of it. */
final class FakeBackstage implements Backstage {

    final AtomicInteger pictures = new AtomicInteger();
    final List<List<String>> commands = new CopyOnWriteArrayList<>();
    volatile boolean failing;
    volatile Resp answer = Resp.OK;
    private final Sentinel core;

    FakeBackstage() {
        this("sentinel monitor m 127.0.0.1 6379 1\n");
    }

    FakeBackstage(String lines) {
        core = new Sentinel(
                new Startup(config(lines), Timing.DEFAULT, new Listening(26379, Optional.empty())), new Random(1));
        core.start(0);
    }

    private static SentinelConfig config(String lines) {
        try {
            return ConfReader.read(new ConfText("t.conf", lines), List.of(), new DiskFiles())
                    .sentinel();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public Status status() {
        pictures.incrementAndGet();
        if (failing) {
            throw new IllegalStateException("a fault of ours");
        }
        return core.status(1);
    }

    @Override
    public Readings readings() {
        Distribution.Sample none = new Distribution(Distribution.USUAL_BOUNDS).sample();
        return new Readings(status(), "# Server\r\nredis_version:7.0.15\r\n", none, new Lookups(0, 0, none));
    }

    @Override
    public void command(List<String> words, Consumer<Resp> to) {
        commands.add(words);
        to.accept(answer);
    }

    @Override
    public CompletableFuture<Effect.Drained> drain(long budgetMillis) {
        commands.add(List.of("drain", Long.toString(budgetMillis)));
        return CompletableFuture.completedFuture(new Effect.Drained(true, "nothing is left to do"));
    }
}
