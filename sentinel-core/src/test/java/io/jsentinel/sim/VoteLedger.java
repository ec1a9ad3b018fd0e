package io.jsentinel.sim;

import java.util.TreeMap;

/** Every vote that left a sentinel: nobody may ever tell two names for one master and epoch. */
public final class VoteLedger {

    private final TreeMap<String, String> told = new TreeMap<>();

    /** A sentinel told whom it voted for. */
    public void told(String voter, String master, long epoch, String leader) {
        String key = voter + " about " + master + " in epoch " + epoch;
        String before = told.putIfAbsent(key, leader);
        if (before != null && !before.equals(leader)) {
            throw new AssertionError(key + " voted for " + before + " and for " + leader);
        }
    }

    public int size() {
        return told.size();
    }
}
