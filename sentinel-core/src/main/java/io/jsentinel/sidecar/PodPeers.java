package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The daemons of the other pods: where they are by DNS, and what each told last. */
final class PodPeers {

    /** The most addresses of one set. */
    static final int MAX_ADDRESSES = 256;

    /** How old an answer may be to count as what is so now. */
    static final long FRESH_MILLIS = 3_000;

    private final TreeMap<String, Peer> byAddress = new TreeMap<>();

    /** One address and who answers there. */
    static final class Peer {

        private final PodLink pod;
        private final String address;
        private Optional<PeerState> state = Optional.empty();
        private long toldMillis = Times.NEVER;
        private long askedMillis = Times.NEVER;

        Peer(PodLink pod, String address) {
            this.pod = pod;
            this.address = address;
        }

        PodLink pod() {
            return pod;
        }

        /** Where it is, an IP literal. */
        String address() {
            return address;
        }

        /** What it told last. */
        Optional<PeerState> state() {
            return state;
        }

        /** When it told that. */
        long toldMillis() {
            return toldMillis;
        }

        void told(PeerState news, long nowMillis) {
            state = Optional.of(news);
            toldMillis = nowMillis;
        }

        /** The one who answers there is not of our set, or tells nothing. */
        void toldNothing() {
            state = Optional.empty();
            toldMillis = Times.NEVER;
        }

        /** Asks it, unless it was asked so short a while ago, or owes an answer. */
        void ask(Request request, long periodMillis, Outbox out) {
            if (pod.isIdle() && out.nowMillis() - askedMillis >= periodMillis) {
                askedMillis = out.nowMillis();
                pod.send(request, out);
            }
        }

        /** It is asked in the next moment, whenever it was last. */
        void askAgain() {
            askedMillis = Times.NEVER;
        }
    }

    /**
     * The set has these addresses. One that is gone from there is left as soon as its connection is gone, too.
     *
     * @param port of the daemons, the same in all pods
     */
    void found(List<String> addresses, int port, Roster roster, long nowMillis) {
        TreeSet<String> wanted = new TreeSet<>(addresses);
        byAddress.values().removeIf(peer -> {
            boolean gone =
                    !wanted.contains(peer.address()) && !peer.pod().link().isUp();
            if (gone) {
                peer.pod().retire();
            }
            return gone;
        });
        for (String address : wanted) {
            if (!byAddress.containsKey(address) && byAddress.size() < MAX_ADDRESSES) {
                byAddress.put(address, new Peer(new PodLink(roster, new Endpoint(address, port), nowMillis), address));
            }
        }
    }

    Collection<Peer> all() {
        return byAddress.values();
    }

    Optional<Peer> at(LinkId link) {
        return byAddress.values().stream()
                .filter(peer -> peer.pod().link().id().equals(link))
                .findFirst();
    }

    /** Those of the set that told their state a short while ago; of one that was heard from twice, the newer. */
    List<Peer> fresh(long nowMillis, long maxAgeMillis) {
        TreeMap<PodIdentity, Peer> newest = new TreeMap<>();
        for (Peer peer : byAddress.values()) {
            if (peer.state().isPresent() && nowMillis - peer.toldMillis() <= maxAgeMillis) {
                newest.merge(
                        peer.state().get().pod(), peer, (one, two) -> one.toldMillis() >= two.toldMillis() ? one : two);
            }
        }
        return new ArrayList<>(newest.values());
    }
}
