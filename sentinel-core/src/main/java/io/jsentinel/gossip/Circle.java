package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import java.util.Optional;

/**
 * Our master and a server that others name, each of which says that it follows the other one, so that neither is a master. All
 * take the same one, and elect from there.
 */
record Circle(Replica other, Master master) {

    static Circle of(Replica other, Master master) {
        return new Circle(other, master);
    }

    /**
     * Whether we take the other one: a majority that is reached names it, as members like Redis' own keep to theirs; or neither has
     * a majority, and its address is the smaller one.
     */
    boolean yields() {
        boolean isOne =
                other.report().masterEndpoint().filter(master.location()::isAt).isPresent();
        return isOne && (isMajority(naming(other)) || !isMajority(naming(master) + 1) && isSmaller());
    }

    private long naming(Node node) {
        return master.peers().stream()
                .filter(peer -> peer.link().isUp() && !peer.isDown())
                .flatMap(peer -> peer.namedMaster().stream())
                .filter(node.location()::isAt)
                .count();
    }

    private boolean isMajority(long voters) {
        return 2 * voters > master.peers().size() + 1;
    }

    private boolean isSmaller() {
        Optional<Endpoint> there = other.location().target();
        Optional<Endpoint> here = master.location().target();
        return there.isPresent() && here.isPresent() && there.get().compareTo(here.get()) < 0;
    }
}
