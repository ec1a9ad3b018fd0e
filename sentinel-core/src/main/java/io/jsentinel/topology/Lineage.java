package io.jsentinel.topology;

import io.jsentinel.topology.InfoReport.History;
import java.util.ArrayList;
import java.util.List;

/**
 * The replication ids that the data of a master have had, oldest first. A node that has one of them holds data of this
 * master, however old; one that has none may be somebody else's.
 */
public final class Lineage {

    /** The most ids that are remembered: one comes with each failover and each restart. */
    public static final int MAX_IDS = 32;

    private static final int ID_LENGTH = 40;

    private final List<String> ids = new ArrayList<>();

    /** Whether a text can be a replication id. */
    public static boolean isId(String text) {
        if (text.length() != ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * The data are of that history, too.
     *
     * @return whether that was not known
     */
    public boolean add(History history) {
        boolean before = add(history.secondaryId());
        return add(history.replicationId()) || before;
    }

    /**
     * The data have had that id, too; what can be none is ignored, and the oldest make room.
     *
     * @return whether that was not known
     */
    public boolean add(String id) {
        if (!isId(id)) {
            return false;
        }
        if (ids.remove(id)) {
            // The one in use is the last to make room.
            ids.add(id);
            return false;
        }
        if (ids.size() == MAX_IDS) {
            ids.remove(0);
        }
        ids.add(id);
        return true;
    }

    /** Whether the data have had that id. */
    public boolean has(String id) {
        return ids.contains(id);
    }

    /** Whether any of the data's ids is known here. */
    public boolean has(History history) {
        return has(history.replicationId()) || has(history.secondaryId());
    }

    /** Whether nothing is known yet. */
    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** The ids, oldest first. */
    public List<String> ids() {
        return List.copyOf(ids);
    }
}
