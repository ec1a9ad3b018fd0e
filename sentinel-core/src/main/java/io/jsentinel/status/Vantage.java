package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * From where a probe looks: which Redis server "the local one" is.
 *
 * @param local host and port of that server as it is configured; absent = the only one on this machine
 * @param majorityNeeded whether a master without a majority of sentinels is none to load balancers
 */
public record Vantage(Optional<Endpoint> local, boolean majorityNeeded) {

    /** What is taken when nothing is configured. */
    public static final Vantage DEFAULT = new Vantage(Optional.empty(), true);

    /**
     * The local server among those of a master, or why there is none.
     *
     * @param node the server, if it is one and only one
     * @param problem else the reason, else empty
     */
    public record Found(Optional<NodeStatus> node, String problem) {}

    /** Looks for the local server among a master and its replicas. */
    public Found find(MasterStatus master) {
        List<NodeStatus> candidates = master.nodes()
                .filter(node -> local.map(node.instance()::isAt)
                        .orElse(node.instance().contact().sameMachine()))
                .toList();
        if (candidates.size() == 1) {
            return new Found(Optional.of(candidates.get(0)), "");
        }
        if (local.isPresent()) {
            return new Found(Optional.empty(), local.get() + " is not known as a server of " + master.name());
        }
        return new Found(
                Optional.empty(),
                (candidates.isEmpty() ? "no server of " : "several servers of ") + master.name()
                        + " on this machine: http-local says which one is meant");
    }
}
