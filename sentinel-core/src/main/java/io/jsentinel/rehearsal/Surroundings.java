package io.jsentinel.rehearsal;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import java.util.List;

/**
 * What lies between the cores of a rehearsal and the world that is played to them. A server lends its own codecs and
 * texts, so that they are rehearsed, too. Nothing here may have an effect outside.
 */
public interface Surroundings {

    /** Nothing lies between: words and answers arrive as they were said. */
    Surroundings NONE = new Surroundings() {};

    /**
     * Carries a request.
     *
     * @param words its words, at least one
     * @return the same words, as they arrive
     */
    default List<String> carry(List<String> words) {
        return words;
    }

    /** Carries an answer; returns it as it arrives. */
    default Resp carry(Resp answer) {
        return answer;
    }

    /** A connection is lost, or cannot be made; returns the reason in the words of the server. */
    default String lost(String reason) {
        return reason;
    }

    /** A state is to be on disk; nothing is written. */
    default void saved(SentinelConfig state) {}

    /** A line for the log, which goes nowhere. */
    default void told(Level level, String text) {}
}
