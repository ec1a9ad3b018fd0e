package io.jsentinel.failover;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * A pause of the writes of a master, by CLIENT PAUSE … WRITE. It ends by itself, so that a sentinel that dies leaves no
 * master behind that takes no writes; and it is known to hold only on the connection on which it was ordered, since
 * another connection may lead to another process.
 */
final class WritePause {

    private final Master master;
    private Optional<Request> order = Optional.empty();
    private Optional<LinkId> orderedOn = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private boolean confirmed;
    private long lengthMillis;
    private long endMillis = Times.NEVER;

    WritePause(Master master) {
        this.master = master;
    }

    /** Orders it; the master's link must be up. */
    void order(long millis, Outbox out) {
        Request request = Requests.of(master).pauseWrites(millis);
        out.send(master.link(), request);
        order = Optional.of(request);
        orderedOn = Optional.of(master.link().id());
        refusal = Optional.empty();
        confirmed = false;
        lengthMillis = millis;
        // Counted from before the master begins to count: it holds at least until then.
        endMillis = out.nowMillis() + millis;
    }

    /** Takes in the answer; one to another request is none of its business. */
    void answered(Request request, Resp answer) {
        if (order.filter(asked -> asked == request).isEmpty()) {
            return;
        }
        if (answer instanceof Resp.Error error) {
            refusal = Optional.of(error.text());
            endMillis = Times.NEVER;
        } else {
            confirmed = true;
        }
    }

    /** What the master said in place of OK. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Whether the master has said that it pauses. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** Whether it was ordered, and the connection of that moment still stands. */
    boolean isConnected() {
        return master.link().isUp()
                && orderedOn.filter(master.link().id()::equals).isPresent();
    }

    /** Whether the master cannot have taken a write until this moment. */
    boolean holds(long nowMillis) {
        return confirmed && nowMillis < endMillis;
    }

    /** Whether enough of it is left for what comes next to be done before its end. */
    boolean holdsLongEnough(long nowMillis) {
        return confirmed && nowMillis < lastStepMillis();
    }

    /** Until when the next step may begin: a third of the pause is kept for it. */
    long lastStepMillis() {
        return endMillis - lengthMillis / 3;
    }

    /** When it ends by itself; {@link Times#NEVER} when there is none. */
    long endMillis() {
        return endMillis;
    }

    /** Whether the master may still be pausing because of us. */
    boolean mayHold(long nowMillis) {
        return nowMillis < endMillis;
    }

    /** Ends it, on whichever connection there is. */
    void end(Outbox out) {
        out.send(master.link(), Requests.of(master).resumeWrites());
        forget();
    }

    /** There is none. */
    void forget() {
        order = Optional.empty();
        orderedOn = Optional.empty();
        refusal = Optional.empty();
        confirmed = false;
        endMillis = Times.NEVER;
    }
}
