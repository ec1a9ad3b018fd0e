package io.jsentinel.event;

/**
 * Something that happened, told to subscribers and written to the log.
 *
 * @param type what happened
 * @param payload the words after the type, as Redis writes them; at most {@value #MAX_PAYLOAD} characters
 */
public record Event(EventType type, String payload) {

    /** Where Redis cuts a payload. */
    public static final int MAX_PAYLOAD = 1023;

    public Event {
        payload = payload.length() > MAX_PAYLOAD ? payload.substring(0, MAX_PAYLOAD) : payload;
    }

    @Override
    public String toString() {
        return payload.isEmpty() ? type.channel() : type.channel() + " " + payload;
    }
}
