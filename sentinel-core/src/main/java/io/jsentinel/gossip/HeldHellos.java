package io.jsentinel.gossip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hellos that name a host which is not known yet: the newest of each sentinel about each master. They are heard when
 * an answer about names comes; whoever is forgotten here says it again two seconds later.
 */
public final class HeldHellos {

    /** The most that are held: whoever can publish a hello could invent more. */
    static final int MAX_HELD = 256;

    private final LinkedHashMap<String, HelloMessage> held = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HelloMessage> eldest) {
            return size() > MAX_HELD;
        }
    };

    /** A hello is put off; an older one of the same sentinel is forgotten. */
    void hold(HelloMessage hello) {
        held.remove(sender(hello));
        held.put(sender(hello), hello);
    }

    /** A newer hello of the same sentinel came. */
    void forget(HelloMessage newer) {
        if (!held.isEmpty()) {
            held.remove(sender(newer));
        }
    }

    /** All that are held, which are not held any more. */
    public List<HelloMessage> drain() {
        List<HelloMessage> drained = List.copyOf(held.values());
        held.clear();
        return drained;
    }

    private static String sender(HelloMessage hello) {
        return hello.senderId() + " " + hello.masterName();
    }
}
