package io.jsentinel.topology;

import java.util.TreeMap;

/**
 * What an instance refuses, and what of that was told to people: each trouble when it comes, when it becomes another
 * one, and when it ends, however often it shows in between.
 */
public final class Troubles {

    /** The least time between two beginnings of trouble in the same matter that are told. */
    static final long PAUSE_MILLIS = 10_000;

    /** The most matters; there are as many as there are commands that we send. */
    static final int MAX_MATTERS = 32;

    private final TreeMap<String, Told> byMatter = new TreeMap<>();

    /** The last trouble in a matter that was told; its code is empty when that is over. */
    private record Told(String code, long millis) {}

    /**
     * There is trouble.
     *
     * @param matter what it is about
     * @param code its kind
     * @return whether people must be told
     */
    public boolean began(String matter, String code, long nowMillis) {
        Told last = byMatter.get(matter);
        boolean known = last != null && (last.code().equals(code) || nowMillis - last.millis() < PAUSE_MILLIS);
        if (known || last == null && byMatter.size() == MAX_MATTERS) {
            return false;
        }
        byMatter.put(matter, new Told(code, nowMillis));
        return true;
    }

    /**
     * There is no trouble in this matter.
     *
     * @return whether people must be told, because they were told of the beginning
     */
    public boolean ended(String matter) {
        Told last = byMatter.isEmpty() ? null : byMatter.get(matter);
        if (last == null || last.code().isEmpty()) {
            return false;
        }
        byMatter.put(matter, new Told("", last.millis()));
        return true;
    }
}
