package io.jsentinel.status;

import java.util.Optional;

/**
 * Another sentinel, as one of the watchers of a master.
 *
 * @param instance who it is and whether it answers
 * @param lastHelloMillis when its last hello came; when it became known if none did
 * @param saysMasterDown whether it says that the master is down
 * @param votedFor the sentinel that it last voted for, if it told
 */
public record PeerStatus(
        InstanceStatus instance, long lastHelloMillis, boolean saysMasterDown, Optional<String> votedFor) {}
