package io.jsentinel.server.net;

import io.jsentinel.command.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who listens to which channels and patterns. Used by the event loop only. */
final class Subscriptions {

    private final Map<String, Set<Subscriber>> byChannel = new LinkedHashMap<>();
    private final Map<String, Set<Subscriber>> byPattern = new LinkedHashMap<>();

    /** Someone who listens. */
    interface Subscriber {

        /** Takes a message. */
        void deliver(Broadcast message);
    }

    /** Tells all who listen to the channel, then all who listen to a pattern that matches it. */
    void publish(String channel, String payload) {
        Set<Subscriber> direct = byChannel.get(channel);
        if (direct != null) {
            deliver(Broadcast.message(channel, payload), direct);
        }
        for (Map.Entry<String, Set<Subscriber>> entry : List.copyOf(byPattern.entrySet())) {
            if (Glob.matches(entry.getKey(), channel)) {
                deliver(Broadcast.patternMessage(entry.getKey(), channel, payload), entry.getValue());
            }
        }
    }

    /** Goes through a copy, because a subscriber that cannot take any more leaves while it is told. */
    private static void deliver(Broadcast message, Set<Subscriber> subscribers) {
        for (Subscriber subscriber : new ArrayList<>(subscribers)) {
            subscriber.deliver(message);
        }
    }

    /** How many channels somebody listens to. */
    int channels() {
        return byChannel.size();
    }

    /** How many patterns somebody listens to. */
    int patterns() {
        return byPattern.size();
    }

    /** The subscriptions of one client, none yet. */
    Own open(Subscriber subscriber) {
        return new Own(subscriber);
    }

    /** The subscriptions of one client. */
    final class Own {

        /** The most channels and patterns of one client together; there are fewer than fifty events. */
        static final int MAX = 1000;

        /** The longest name of a channel or pattern. */
        static final int MAX_NAME = 1024;

        private final Subscriber subscriber;
        private final Set<String> channels = new LinkedHashSet<>();
        private final Set<String> patterns = new LinkedHashSet<>();

        private Own(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        /** Begins to listen to a channel, or to a pattern. */
        void add(boolean pattern, String name) {
            names(pattern).add(name);
            table(pattern).computeIfAbsent(name, key -> new LinkedHashSet<>()).add(subscriber);
        }

        /** Stops listening to a channel, or to a pattern; nothing happens when it was not listened to. */
        void remove(boolean pattern, String name) {
            if (names(pattern).remove(name)) {
                Set<Subscriber> others = table(pattern).get(name);
                others.remove(subscriber);
                if (others.isEmpty()) {
                    table(pattern).remove(name);
                }
            }
        }

        /** Stops listening to everything. */
        void clear() {
            List.copyOf(channels).forEach(name -> remove(false, name));
            List.copyOf(patterns).forEach(name -> remove(true, name));
        }

        /** The channels, or the patterns, in the order in which they were asked for. */
        List<String> listed(boolean pattern) {
            return List.copyOf(names(pattern));
        }

        int channelCount() {
            return channels.size();
        }

        int patternCount() {
            return patterns.size();
        }

        /** How many channels and patterns together. */
        int count() {
            return channels.size() + patterns.size();
        }

        private Set<String> names(boolean pattern) {
            return pattern ? patterns : channels;
        }

        private Map<String, Set<Subscriber>> table(boolean pattern) {
            return pattern ? byPattern : byChannel;
        }
    }
}
