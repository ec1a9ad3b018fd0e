package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of people's own that is to be run once. Source: Redis docs, "sentinel.conf", notification-script and
 * client-reconfig-script.
 *
 * @param argv its path as it was configured, and its arguments
 */
public record Script(List<String> argv) {

    /** What part this sentinel has in the move of a master. */
    public enum Part {
        /** It leads the failover. */
        LEADER("leader"),
        /** It heard of the new address from another sentinel. */
        OBSERVER("observer");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    public Script {
        argv = List.copyOf(argv);
    }

    /** Tells of an event: its type and its payload. */
    static Script notification(String path, Event event) {
        return new Script(List.of(path, event.type().channel(), event.payload()));
    }

    /** Tells that a master moves; the state is always {@code start}, as in Redis. */
    static Script clientReconfiguration(String path, String master, Part part, Endpoint from, Endpoint to) {
        List<String> argv = new ArrayList<>(List.of(path, master, part.word, "start"));
        for (Endpoint at : List.of(from, to)) {
            argv.add(at.host());
            argv.add(Integer.toString(at.port()));
        }
        return new Script(argv);
    }
}
