package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.SentinelProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events of all sentinels of a scene. Each is told once, by the sentinel that said it first: what several
 * sentinels say within a few seconds of each other is one event for a person. In the text, addresses and identities
 * are replaced by the names in the scene.
 */
final class EventFeed implements AutoCloseable {

    private static final long SAME_WITHIN_NANOS = 15_000_000_000L;
    private static final int MAX_REMEMBERED = 1_000;
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1[ :](\\d+)");
    private static final Pattern RUN_ID = Pattern.compile("\\b[0-9a-f]{40}\\b");
    private static final Pattern TWICE = Pattern.compile("(?<!\\S)(\\S+) \\1(?!\\S)");

    private final Scene scene;
    private final Narrator narrator;
    private final List<EventLog> logs = new ArrayList<>();
    private final Map<String, Long> toldNanos = new HashMap<>();
    private final Map<String, String> sentinelNames = new HashMap<>();
    private boolean telling;

    private EventFeed(Scene scene, Narrator narrator) {
        this.scene = scene;
        this.narrator = narrator;
    }

    /** The feed of a scene, subscribed everywhere; it tells nothing until {@link #tell()}. */
    static EventFeed of(Scene scene, Narrator narrator) {
        EventFeed feed = new EventFeed(scene, narrator);
        try {
            for (SentinelProcess sentinel : scene.sentinels()) {
                String name = scene.name(sentinel);
                feed.sentinelNames.put(sentinel.call("SENTINEL", "MYID").asText(), name);
                feed.logs.add(EventLog.on(sentinel::client, event -> feed.hear(name, event)));
            }
            return feed;
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    /** From now on events are told. */
    synchronized void tell() {
        telling = true;
    }

    /** When, at or after a moment, the first sentinel announced this of the master. */
    OptionalLong firstNanos(String channel, long sinceNanos) {
        return logs.stream()
                .flatMap(log -> log.events(channel).stream())
                .filter(event -> concernsMaster(event.payload()))
                .mapToLong(EventLog.Event::nanoTime)
                .filter(nanos -> nanos - sinceNanos >= 0)
                .min();
    }

    private static boolean concernsMaster(String payload) {
        return payload.startsWith("master ") || payload.startsWith(Scene.MASTER_NAME + " ");
    }

    private synchronized void hear(String sentinel, EventLog.Event event) {
        String text = event.channel() + " " + named(event.payload());
        Long lastNanos = toldNanos.get(text);
        boolean told = lastNanos != null && event.nanoTime() - lastNanos < SAME_WITHIN_NANOS;
        if (!telling || told) {
            return;
        }
        if (toldNanos.size() >= MAX_REMEMBERED) {
            toldNanos.clear();
        }
        toldNanos.put(text, event.nanoTime());
        narrator.line(sentinel, tone(event.channel()), text, event.nanoTime());
    }

    /** A payload with names in place of addresses and identities. */
    private String named(String payload) {
        String ids = RUN_ID.matcher(payload)
                .replaceAll(
                        id -> sentinelNames.getOrDefault(id.group(), id.group().substring(0, 8)));
        String names = ADDRESS.matcher(ids)
                .replaceAll(address -> Matcher.quoteReplacement(scene.name(Integer.parseInt(address.group(1)))));
        return TWICE.matcher(names).replaceAll("$1");
    }

    private static Tone tone(String channel) {
        return switch (channel) {
            case "+sdown", "+odown", "+tilt" -> Tone.BAD;
            case "+switch-master" -> Tone.GOOD;
            case "+elected-leader", "+promoted-slave" -> Tone.STRONG;
            default -> Tone.PLAIN;
        };
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
    }
}
