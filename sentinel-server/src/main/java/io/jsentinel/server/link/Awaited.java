package io.jsentinel.server.link;

import io.jsentinel.step.Request;
import java.util.List;
import java.util.Optional;

/**
 * What was sent and waits for its answer.
 *
 * @param words what was sent
 * @param request the request of a link; empty for what a connection asks for itself
 * @param guest the link whose request it is, when that is not the one that the connection belongs to
 */
record Awaited(List<String> words, Optional<Request> request, Optional<GuestLink> guest) {

    private static final List<String> HELLO_3 = List.of("HELLO", "3");

    /** The question for version 3 of the protocol. It holds no password: we have logged in before. */
    static Awaited version3() {
        return new Awaited(HELLO_3, Optional.empty(), Optional.empty());
    }

    /** The end of a subscription whose link is gone. */
    static Awaited farewell(Request subscription) {
        List<String> channels =
                subscription.args().subList(1, subscription.args().size());
        String[] words = new String[channels.size() + 1];
        words[0] = "UNSUBSCRIBE";
        for (int i = 0; i < channels.size(); i++) {
            words[i + 1] = channels.get(i);
        }
        return new Awaited(List.of(words), Optional.empty(), Optional.empty());
    }

    static Awaited of(Request request, Optional<GuestLink> guest) {
        return new Awaited(request.args(), Optional.of(request), guest);
    }

    boolean isVersion3() {
        return words == HELLO_3;
    }

    boolean isSubscription() {
        return request.isPresent() && request.get().kind() == Request.Kind.SUBSCRIBE;
    }

    boolean isFarewell() {
        return request.isEmpty() && !isVersion3();
    }

    /** How many confirmations answer a subscription or its end. */
    int confirmations() {
        return words.size() - 1;
    }
}
