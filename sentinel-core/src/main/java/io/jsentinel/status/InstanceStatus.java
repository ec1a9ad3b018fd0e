package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import java.util.Optional;

/**
 * Who an instance is, and whether it can be reached.
 *
 * @param name the master's name, {@code host:port} of a replica, or a sentinel's id
 * @param endpoint host and port as clients are told them
 * @param target address and port that we connect to; nothing for a name that was never resolved
 * @param runId who the process is, empty until known
 * @param flags the words of listings, {@code s_down,master}
 * @param contact how it answers us
 */
public record InstanceStatus(
        String name, Endpoint endpoint, Optional<Endpoint> target, String runId, String flags, Contact contact) {

    /**
     * How an instance answers us.
     *
     * @param down whether it is subjectively down
     * @param connected whether our connection to it stands
     * @param lastOkPingMillis when it last answered a ping acceptably
     * @param sinceMillis when it last went down, also after it came back
     * @param sameMachine whether our end of the connection has its own address, so that it runs on this machine
     */
    public record Contact(
            boolean down, boolean connected, long lastOkPingMillis, long sinceMillis, boolean sameMachine) {}

    /** Whether that host and port mean it, be it by name or by address. */
    public boolean isAt(Endpoint other) {
        return endpoint.equals(other) || target.filter(other::equals).isPresent();
    }

    /** Whether it is there: it is not down and we are connected with it. */
    public boolean isReachable() {
        return !contact.down() && contact.connected();
    }
}
