package io.jsentinel.server.link;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Request;
import java.util.List;
import java.util.Optional;

/** Whether a connection may carry a second link, and which one it carries. It carries at most one. */
final class Hosting {

    /**
     * The most that may be heard between two answers, in bytes, each message counted with {@value #MESSAGE_COST} bytes more: who
     * floods a channel must not keep us from the answers of the server.
     */
    static final int MAX_HEARD = 8 * 1024 * 1024;

    static final int MESSAGE_COST = 1_024;

    private enum Version {
        /** Nobody needed to know. */
        UNASKED,
        ASKED,
        THREE,
        /** Version 2, or a guest has left, who had its reasons: no other is taken. */
        CLOSED
    }

    private Version version = Version.UNASKED;
    private Optional<GuestLink> guest = Optional.empty();
    private Optional<Request> subscription = Optional.empty();
    private long heard;

    boolean isOpen() {
        return version != Version.CLOSED && guest.isEmpty();
    }

    void take(GuestLink link) {
        guest = Optional.of(link);
    }

    Optional<GuestLink> guest() {
        return guest;
    }

    /** Whether the server must be asked now whether it speaks version 3. */
    boolean needsVersion() {
        return version == Version.UNASKED && guest.isPresent();
    }

    void asked() {
        version = Version.ASKED;
    }

    boolean isVersion3() {
        return version == Version.THREE;
    }

    /** The guest sent something. */
    void sent(Request request) {
        if (request.kind() == Request.Kind.SUBSCRIBE) {
            subscription = Optional.of(request);
        }
    }

    /**
     * Takes the answer to the question for version 3.
     *
     * @return the guest that must go, if there is one and the server speaks an older version
     */
    Optional<GuestLink> versionTold(Resp answer) {
        if (isVersion3(answer)) {
            version = Version.THREE;
            return Optional.empty();
        }
        version = Version.CLOSED;
        return release();
    }

    /** The facts about the server are names and values in turn; among them is the version that is spoken from now on. */
    private static boolean isVersion3(Resp answer) {
        List<Resp> facts = answer instanceof Resp.Array array ? array.items() : List.of();
        for (int i = 0; i + 1 < facts.size(); i += 2) {
            if (facts.get(i).textOrEmpty().equals("proto")) {
                return facts.get(i + 1).equals(Resp.integer(3));
            }
        }
        return false;
    }

    /** There is no guest any more. */
    Optional<GuestLink> release() {
        Optional<GuestLink> gone = guest;
        guest = Optional.empty();
        return gone;
    }

    /**
     * The guest has left by itself.
     *
     * @return its subscription, which must be ended, if it had one
     */
    Optional<Request> left(GuestLink link) {
        if (guest.isEmpty() || guest.get() != link) {
            return Optional.empty();
        }
        guest = Optional.empty();
        if (link.isUp()) {
            // It was silent for too long, perhaps as it is carried here: its next connection is its own.
            version = Version.CLOSED;
        }
        return subscription;
    }

    /** A message came; false when it is one too many. */
    boolean mayHear(String payload) {
        heard += payload.length() + MESSAGE_COST;
        return heard <= MAX_HEARD;
    }

    /** An answer came: whatever was before it has not kept it away. */
    void answered() {
        heard = 0;
    }
}
