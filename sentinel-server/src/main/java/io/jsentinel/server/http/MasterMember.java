package io.jsentinel.server.http;

import io.jsentinel.address.Endpoint;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.NodeStatus;
import java.util.List;
import java.util.Optional;

/**
 * A replica that somebody has named.
 *
 * @param at host and port, as clients are told them
 */
record MasterMember(Endpoint at) {

    /** The only replica that these words mean: {@code host:port}, a host, or a pod's name. */
    static Optional<MasterMember> find(MasterStatus master, String words) {
        List<MasterMember> meant = master.replicas().stream()
                .map(NodeStatus::instance)
                .filter(replica -> Wishes.names(words, replica.endpoint())
                        || replica.target()
                                .filter(at -> Wishes.names(words, at))
                                .isPresent())
                .map(replica -> new MasterMember(replica.endpoint()))
                .toList();
        return meant.size() == 1 ? Optional.of(meant.get(0)) : Optional.empty();
    }
}
