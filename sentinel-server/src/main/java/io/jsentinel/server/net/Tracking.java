package io.jsentinel.server.net;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a client asked of key tracking. A sentinel has no keys, so nothing ever comes of it; but clients that turn it on
 * after each connect are told what a data node would tell them.
 */
final class Tracking {

    /** The most prefixes of a client. */
    static final int MAX_PREFIXES = 1000;

    private static final String DIFFERENT_MODE =
            " before disabling tracking for this client, and then re-enabling it" + " with a different mode.";

    /** A mode of tracking. */
    enum Mode {
        BCAST,
        OPTIN,
        OPTOUT,
        NOLOOP
    }

    private final LinkedHashSet<Mode> modes = new LinkedHashSet<>();
    private final TreeSet<String> prefixes = new TreeSet<>();
    private boolean on;
    private boolean caching;
    private long redirect;

    /**
     * What CLIENT TRACKING ON was given.
     *
     * @param modes the modes
     * @param prefixes the beginnings of keys, for BCAST
     * @param redirect the client that is told instead, 0 for none
     */
    record Wish(LinkedHashSet<Mode> modes, List<String> prefixes, long redirect) {}

    /** Turns it on. The error when the wish makes no sense, or does not go with what is in force. */
    Optional<Resp> turnOn(Wish wish) {
        Optional<String> error = modeError(wish).or(() -> prefixError(wish));
        if (error.isPresent()) {
            return error.map(Resp::error);
        }
        on = true;
        modes.clear();
        modes.addAll(wish.modes());
        redirect = wish.redirect();
        if (is(Mode.BCAST)) {
            prefixes.addAll(wish.prefixes().isEmpty() ? List.of("") : wish.prefixes());
        }
        return Optional.empty();
    }

    private Optional<String> modeError(Wish wish) {
        boolean broadcast = wish.modes().contains(Mode.BCAST);
        boolean in = wish.modes().contains(Mode.OPTIN);
        boolean out = wish.modes().contains(Mode.OPTOUT);
        if (!broadcast && !wish.prefixes().isEmpty()) {
            return Optional.of("PREFIX option requires BCAST mode to be enabled");
        }
        if (on && broadcast != is(Mode.BCAST)) {
            return Optional.of("You can't switch BCAST mode on/off" + DIFFERENT_MODE);
        }
        if (broadcast && (in || out)) {
            return Optional.of("OPTIN and OPTOUT are not compatible with BCAST");
        }
        if (in && out) {
            return Optional.of("You can't specify both OPTIN mode and OPTOUT mode");
        }
        return in && is(Mode.OPTOUT) || out && is(Mode.OPTIN)
                ? Optional.of("You can't switch OPTIN/OPTOUT mode" + DIFFERENT_MODE)
                : Optional.empty();
    }

    private Optional<String> prefixError(Wish wish) {
        List<String> wanted = wish.prefixes();
        Optional<Integer> clash = firstClash(wanted);
        if (clash.isPresent()) {
            String prefix = wanted.get(clash.get());
            Optional<String> existing = prefixes.stream()
                    .filter(present -> overlap(present, prefix))
                    .findFirst();
            Optional<String> other = wanted.stream()
                    .skip(clash.get() + 1L)
                    .filter(later -> overlap(later, prefix))
                    .findFirst();
            return existing.isPresent()
                    ? overlapping(prefix, "an existing", existing.get())
                    : overlapping(prefix, "another provided", other.orElseThrow());
        }
        return prefixes.size() + wanted.size() > MAX_PREFIXES ? Optional.of("too many prefixes") : Optional.empty();
    }

    /**
     * The place of the first prefix that overlaps with one in force or with a later one. Comparing each with each other
     * took seconds where all of them begin alike, and everybody else waited; this goes from the last one to the first
     * and looks only at the neighbours in the order of texts.
     */
    private Optional<Integer> firstClash(List<String> wanted) {
        TreeSet<String> later = new TreeSet<>(prefixes);
        // Of those that overlap among themselves only the shortest: what begins like a longer one begins like it, too.
        TreeSet<String> shortest = new TreeSet<>(prefixes);
        Optional<Integer> first = Optional.empty();
        for (int i = wanted.size() - 1; i >= 0; i--) {
            String prefix = wanted.get(i);
            String above = later.ceiling(prefix);
            String below = shortest.floor(prefix);
            boolean beginsAnother = above != null && above.startsWith(prefix);
            boolean beginsLikeAnother = below != null && prefix.startsWith(below);
            if (beginsAnother || beginsLikeAnother) {
                first = Optional.of(i);
            }
            later.add(prefix);
            if (!beginsLikeAnother) {
                for (String next = shortest.higher(prefix);
                        next != null && next.startsWith(prefix);
                        next = shortest.higher(prefix)) {
                    shortest.remove(next);
                }
                shortest.add(prefix);
            }
        }
        return first;
    }

    private static boolean overlap(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static Optional<String> overlapping(String prefix, String kind, String other) {
        return Optional.of("Prefix '" + prefix + "' overlaps with " + kind + " prefix '" + other
                + "'. Prefixes for a single client must not overlap.");
    }

    /** Turns it off and forgets everything. */
    void turnOff() {
        on = false;
        caching = false;
        redirect = 0;
        modes.clear();
        prefixes.clear();
    }

    /** CLIENT CACHING: the keys of the next command are tracked, or not; the error when that makes no sense. */
    Optional<Resp> cache(boolean yes) {
        Mode needed = yes ? Mode.OPTIN : Mode.OPTOUT;
        if (!is(needed)) {
            return Optional.of(Resp.error("CLIENT CACHING " + (yes ? "YES" : "NO")
                    + " is only valid when tracking is enabled in " + needed + " mode."));
        }
        caching = true;
        return Optional.empty();
    }

    /** A command that is none of CLIENT's is served: CLIENT CACHING was about that one. */
    void commandServed() {
        caching = false;
    }

    boolean isOn() {
        return on;
    }

    /** Whether it is on in that mode. */
    boolean is(Mode mode) {
        return modes.contains(mode);
    }

    /** The client that is told instead of this one: 0 for none, -1 when nobody is told anything. */
    long redirect() {
        return on ? redirect : -1;
    }

    /** The answer to CLIENT TRACKINGINFO. */
    Resp described() {
        List<Resp> flags = new ArrayList<>();
        flags.add(Resp.bulk(on ? "on" : "off"));
        for (Mode mode : Mode.values()) {
            if (is(mode)) {
                flags.add(Resp.bulk(mode.name().toLowerCase(java.util.Locale.ROOT)));
            }
            if (is(mode) && caching && mode != Mode.NOLOOP) {
                flags.add(Resp.bulk(mode == Mode.OPTIN ? "caching-yes" : "caching-no"));
            }
        }
        return new Resp.Pairs(List.of(
                Resp.bulk("flags"),
                new Resp.Group(flags),
                Resp.bulk("redirect"),
                Resp.integer(redirect()),
                Resp.bulk("prefixes"),
                Resp.bulks(List.copyOf(prefixes))));
    }
}
