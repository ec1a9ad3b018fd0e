package io.jsentinel.gossip;

import java.util.Optional;

/**
 * Hellos that were read already. Every sentinel says the same words every two seconds through each node, until an epoch or an
 * address changes: what is known by its words needs no second reading. Words that fall on the same place take it from
 * each other, so there is never more than one hello for each place.
 */
public final class KnownHellos {

    /** How many places there are: enough for a thousand masters with three sentinels. */
    static final int PLACES = 4_096;

    /** The first so many, which are enough for most; the others are made when these are crowded. */
    static final int FIRST_PLACES = 64;

    /** Longer words are read every time, so that nobody can make us keep much. */
    static final int MAX_LENGTH = 256;

    private Known[] places = new Known[FIRST_PLACES];
    private int taken;

    private record Known(String words, Optional<HelloMessage> hello) {}

    /** The message in a text, as {@link HelloMessage#parse} reads it. */
    public Optional<HelloMessage> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return HelloMessage.parse(text);
        }
        int place = place(text);
        Known known = places[place];
        if (known != null && known.words().equals(text)) {
            return known.hello();
        }
        Optional<HelloMessage> hello = HelloMessage.parse(text);
        if (hello.isPresent()) {
            keep(place, new Known(text, hello));
        }
        return hello;
    }

    private void keep(int place, Known known) {
        if (places[place] == null) {
            taken++;
        }
        places[place] = known;
        if (taken > places.length / 2 && places.length < PLACES) {
            grow();
        }
    }

    private void grow() {
        Known[] before = places;
        places = new Known[before.length * 8];
        taken = 0;
        for (Known known : before) {
            if (known != null) {
                int place = place(known.words());
                taken += places[place] == null ? 1 : 0;
                places[place] = known;
            }
        }
    }

    private int place(String text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 16) & places.length - 1;
    }
}
