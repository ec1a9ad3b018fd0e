package io.jsentinel.health;

import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.Instance;

/**
 * Tells people, once, what a node or another sentinel refuses, and what that means for them. An error that concerns the
 * whole process ({@code LOADING}, {@code NOAUTH}, …) is one matter, whichever command got it, and is over with the next
 * good answer to a ping; any other concerns the command that it was the answer to.
 */
public final class Complaints {

    /** The longest part of a foreign text that is shown. */
    private static final int MAX_QUOTED = 200;

    private static final String WHOLE = "*";
    private static final String CONNECTION = "connection";

    private Complaints() {}

    /** A request was answered with an error. */
    public static void refused(Instance by, Request request, String error, Outbox out) {
        Kind kind = request.kind();
        if (Refusal.isConsequence(kind, error)) {
            return;
        }
        String matter = Refusal.concernsAll(error) ? WHOLE : kind.command();
        if (by.troubles().began(matter, Refusal.code(error), out.nowMillis())) {
            String advice =
                    Advice.about(by, kind, error).map(a -> " (" + a + ")").orElse("");
            tell(by, kind.command(), quoted(request, error) + advice, out);
        }
    }

    /** A request was done. */
    public static void accepted(Instance by, Request request, Outbox out) {
        ended(by, request.kind().command(), request.kind().command(), out);
        if (request.kind() == Kind.PING) {
            ended(by, WHOLE, Kind.PING.command(), out);
            ended(by, CONNECTION, CONNECTION, out);
        }
    }

    /** What listens at the address of an instance does not speak the protocol. */
    public static void spokeOtherwise(Instance by, String reason, Outbox out) {
        if (by.troubles().began(CONNECTION, reason, out.nowMillis())) {
            tell(by, CONNECTION, reason, out);
        }
    }

    private static void ended(Instance by, String matter, String name, Outbox out) {
        if (by.troubles().ended(matter)) {
            out.announce(EventType.NODE_ERROR_ENDED, by, "#" + name);
        }
    }

    private static void tell(Instance by, String name, String text, Outbox out) {
        out.announce(EventType.NODE_ERROR, by, "#" + name + ": " + text);
    }

    /** The error for people: without control characters, not too long, and never with the password that we gave. */
    private static String quoted(Request request, String error) {
        String shown = request.kind() == Kind.AUTH ? withoutSecrets(request, error) : error;
        String cut = shown.substring(0, Math.min(MAX_QUOTED, shown.length()));
        StringBuilder text = new StringBuilder(cut.length());
        cut.chars().forEach(c -> text.append(c < ' ' || c == 127 ? '?' : (char) c));
        return text.toString().strip();
    }

    /** A node that does not know AUTH repeats its arguments in quotes; one that is no Redis may do so without. */
    private static String withoutSecrets(Request request, String error) {
        int quote = 0;
        while (quote < error.length() && "'`\"".indexOf(error.charAt(quote)) < 0) {
            quote++;
        }
        String unquoted = error.substring(0, quote);
        boolean repeats = request.args().stream().skip(1).anyMatch(unquoted::contains);
        return repeats ? Refusal.code(error) : unquoted;
    }
}
