package io.jsentinel.server.kubernetes;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Something that is looked at again and again: after a success at its own pace, after a failure when the backoff says.
 * All on its event loop.
 */
abstract class ApiTask {

    private final EventLoop loop;
    private final ApiClient client;
    private final ApiTroubles troubles;
    private final Backoff backoff;
    private ScheduledFuture<?> next;
    private boolean isBusy;
    private boolean isAskedAgain;
    private boolean isStopped;

    /**
     * What tasks work with.
     *
     * @param loop the event loop
     * @param client sends their requests
     * @param troubles tells what fails
     * @param random spreads tries over time
     */
    record Tools(EventLoop loop, ApiClient client, ApiTroubles troubles, RandomGenerator random) {}

    ApiTask(Tools tools) {
        this.loop = tools.loop();
        this.client = tools.client();
        this.troubles = tools.troubles();
        this.backoff = new Backoff(tools.random());
    }

    /** Begins one look: sends a request, or says that there is nothing to do with {@link #rest}. */
    protected abstract void look();

    /** What does not happen as long as requests fail, for people. */
    protected abstract String meaning();

    /** How long after a success the next look is. */
    protected abstract long periodMillis();

    /** Looks at once, or as soon as the look that is under way ends. */
    final void lookNow() {
        if (isStopped) {
            return;
        }
        if (isBusy) {
            isAskedAgain = true;
            return;
        }
        cancel();
        isBusy = true;
        isAskedAgain = false;
        look();
    }

    /** Sends a request; {@code success} hears its answer, which is one, and goes on. */
    protected final void send(ApiCall call, java.util.function.Consumer<ApiAnswer> success) {
        client.call(call, answer -> {
            if (isStopped) {
                return;
            }
            if (answer.isOk()) {
                troubles.heard(call, answer, meaning());
                success.accept(answer);
            } else if (!refused(call, answer)) {
                if (answer.code() != ApiAnswer.CONFLICT) {
                    // A conflict is how the API says that somebody was faster: that is no trouble.
                    troubles.heard(call, answer, meaning());
                }
                long wait = backoff.after(answer);
                restFor(answer.retryAfterMillis() > 0 ? wait : Math.min(wait, longestWaitMillis()));
            }
        });
    }

    /**
     * What a task makes of an answer that is no success but means something to it.
     *
     * @return whether it went on itself; false = wait and look again
     */
    protected boolean refused(ApiCall call, ApiAnswer answer) {
        return false;
    }

    /** Ends a look that succeeded. */
    protected final void rest() {
        backoff.reset();
        restFor(periodMillis());
    }

    /** Ends a look that found nothing to do; the next one is asked for with {@link #lookNow}. */
    protected final void sleep() {
        isBusy = false;
        if (isAskedAgain) {
            lookNow();
        }
    }

    /** The longest wait after a failure that the API did not ask for itself. */
    protected long longestWaitMillis() {
        return Backoff.MAX_ASKED_MILLIS;
    }

    private void restFor(long millis) {
        isBusy = false;
        if (isAskedAgain) {
            lookNow();
        } else if (!isStopped) {
            next = loop.schedule(this::lookNow, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks no more. */
    final void stop() {
        isStopped = true;
        cancel();
    }

    /** The event loop. */
    protected final EventLoop loop() {
        return loop;
    }

    private void cancel() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
