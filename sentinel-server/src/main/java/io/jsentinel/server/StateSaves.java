package io.jsentinel.server;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.store.LoadedConfig;
import io.jsentinel.server.store.StateStore;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Input;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which of the core's states is saved, which is being saved and which must be: one save at a time, what changes
 * meanwhile goes into the next, what nobody waits for is put off a little, and what failed is tried again. Runs on the event loop, except what the store tells,
 * which hops to it.
 */
final class StateSaves implements StateStore.Listener {

    /** How long after a failed save the next one is tried. */
    private static final long RETRY_MILLIS = 1_000;

    /**
     * How many times as long as the last save took the next one is put off when nobody waits for it: with a thousand masters
     * a save is much work, and at a start each step changes something.
     */
    private static final long REST_FACTOR = 10;

    private static final long MAX_REST_MILLIS = 2_000;

    private static final Duration SETTLE_BOUND = Duration.ofSeconds(2);

    private static final String CANNOT_SAVE = "states cannot be saved";

    private final EventLoop loop;
    private final ServerLog log;
    private final LastResort lastResort;
    private final Supplier<SentinelConfig> state;
    private final Consumer<Input> outcomes;
    private final StateStore store;

    private long wantedState;
    private long urgentState;

    /** Set while a save is planned of what nobody waits for. */
    private Optional<Future<?>> planned = Optional.empty();

    private long submittedState;
    private boolean saving;
    private long begunNanos;
    private long tookMillis;

    /** Whether users were changed since the last save was begun; they are no part of the core's state. */
    private boolean unsavedUsers;

    private boolean closed;

    /**
     * Opens the store of a configuration.
     *
     * @param lastResort ends the process when nothing can be saved any more
     * @param state makes what is to be on disk, as it is at the moment of the call
     * @param outcomes takes, on the loop, what became of each save
     */
    StateSaves(
            EventLoop loop,
            ServerLog log,
            LastResort lastResort,
            LoadedConfig config,
            Supplier<SentinelConfig> state,
            Consumer<Input> outcomes) {
        this.loop = loop;
        this.log = log;
        this.lastResort = lastResort;
        this.state = state;
        this.outcomes = outcomes;
        this.store = config.openStore(this);
    }

    /**
     * Sees to it that a state, or a newer one, gets to disk.
     *
     * @param stateNumber the core's number of it; one that was named before changes nothing
     * @param urgent the newest state that must be saved at once
     */
    void want(long stateNumber, long urgent) {
        wantedState = stateNumber;
        urgentState = urgent;
        saveIfWanted();
    }

    /** Sees to it that the users get to disk as they are now, or later. */
    void wantUsers() {
        unsavedUsers = true;
        saveIfWanted();
    }

    /** Saves what is not saved and waits for it, up to the store's bound; nothing is saved any more. */
    void close() {
        closed = true;
        if (isUnsaved()) {
            submit();
        }
        store.close();
    }

    /** Waits a little for what is being written, and saves nothing else; from any thread. */
    void settle() {
        store.close(SETTLE_BOUND);
    }

    /** Hands the newest state to the store when that is free: what changes while it saves goes into the next save. */
    private void saveIfWanted() {
        if (saving || !isUnsaved()) {
            return;
        }
        if (urgentState > submittedState || unsavedUsers) {
            submit();
        } else if (planned.isEmpty()) {
            planned = Optional.of(loop.schedule(guarded(this::savePlanned), restMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private long restMillis() {
        return Math.max(Batch.PATIENCE_MILLIS, Math.min(MAX_REST_MILLIS, REST_FACTOR * tookMillis));
    }

    private void savePlanned() {
        planned = Optional.empty();
        if (!closed && !saving && isUnsaved()) {
            submit();
        }
    }

    private boolean isUnsaved() {
        return wantedState > submittedState || unsavedUsers;
    }

    private void submit() {
        planned.ifPresent(save -> save.cancel(false));
        planned = Optional.empty();
        saving = true;
        begunNanos = System.nanoTime();
        submittedState = wantedState;
        unsavedUsers = false;
        store.save(submittedState, state.get());
    }

    @Override
    public void saved(long stateNumber) {
        loop.execute(guarded(() -> {
            log.write(Level.NOTICE, "Sentinel new configuration saved on disk");
            saving = false;
            tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
            saveIfWanted();
            outcomes.accept(new Input.Saved(stateNumber));
        }));
    }

    @Override
    public void failed(long stateNumber, String reason) {
        loop.execute(guarded(() -> {
            log.write(
                    Level.WARNING,
                    "WARNING: Sentinel was not able to save the new configuration on disk!!!: " + reason);
            loop.schedule(guarded(this::retry), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            outcomes.accept(new Input.SaveFailed(stateNumber, reason));
        }));
    }

    /** Saves again what could not be saved, and what changed since. */
    private void retry() {
        if (!closed) {
            submit();
        }
    }

    private Runnable guarded(Runnable work) {
        return lastResort.guarded(CANNOT_SAVE, work);
    }

    @Override
    public void died(Throwable cause) {
        lastResort.failed(CANNOT_SAVE, cause);
    }

    @Override
    public void endangered(String reason) {
        log.write(Level.WARNING, "WARNING: " + reason);
    }
}
