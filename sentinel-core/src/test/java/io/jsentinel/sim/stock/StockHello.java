package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What sentinels of Redis tell each other of themselves and of a master, in eight fields. */
final class StockHello {

    private static final int FIELDS = 8;

    private final StockSentinel owner;
    private final StockMaster master;
    private final Endpoint sender;
    private final String runId;
    private final long epoch;
    private final Endpoint address;
    private final long configEpoch;

    private StockHello(StockSentinel owner, StockMaster master, List<String> fields) {
        this.owner = owner;
        this.master = master;
        sender = new Endpoint(fields.get(0), Integer.parseInt(fields.get(1)));
        runId = fields.get(2);
        epoch = Long.parseLong(fields.get(3));
        address = new Endpoint(fields.get(5), Integer.parseInt(fields.get(6)));
        configEpoch = Long.parseLong(fields.get(7));
    }

    /** What we say about a master. */
    static String text(StockSentinel owner, StockMaster master) {
        Endpoint own = owner.endpoint();
        Endpoint current = master.currentAddress();
        return own.host() + "," + own.port() + "," + owner.runId() + "," + owner.epoch() + "," + master.name + ","
                + current.host() + "," + current.port() + "," + master.configEpoch;
    }

    /** Takes in what another one says; about a master that we do not know it says nothing. */
    static void receive(StockSentinel owner, String payload) {
        List<String> fields = List.of(payload.split(",", -1));
        if (fields.size() == FIELDS) {
            owner.master(fields.get(4)).ifPresent(master -> new StockHello(owner, master, fields).take());
        }
    }

    private void take() {
        StockPeer peer = Optional.ofNullable(master.peers.get(runId))
                .filter(p -> p.address.equals(sender))
                .orElseGet(this::meet);
        if (epoch > owner.epoch()) {
            owner.epochSeen(epoch);
        }
        if (configEpoch > master.configEpoch) {
            master.configEpoch = configEpoch;
            peer.configEpoch = configEpoch;
            if (!address.equals(master.node.address)) {
                owner.announce(EventType.CONFIG_UPDATE_FROM, master.text(peer));
                owner.announce(
                        EventType.SWITCH_MASTER,
                        master.name + " " + master.node.address.spaced() + " " + address.spaced());
                owner.switchTo(master, address);
            }
        }
    }

    /** A sentinel that is new, or was somewhere else before; who was at its place before is forgotten. */
    private StockPeer meet() {
        boolean hasMoved = owner.removePeer(master, runId);
        if (hasMoved) {
            owner.announce(
                    EventType.SENTINEL_ADDRESS_SWITCH,
                    master.text(master.node) + " ip " + sender.host() + " port " + sender.port() + " for " + runId);
        } else {
            forgetWhoWasThere();
        }
        StockPeer peer = new StockPeer(owner, sender, runId, owner.linkTo(runId, sender));
        master.peers.put(runId, peer);
        if (hasMoved) {
            owner.movePeer(runId, sender);
        } else {
            owner.announce(EventType.SENTINEL, master.text(peer));
        }
        owner.save();
        return peer;
    }

    private void forgetWhoWasThere() {
        Collection<StockPeer> peers = master.peers.values();
        peers.stream().filter(p -> p.address.equals(sender)).findFirst().ifPresent(other -> {
            owner.announce(EventType.SENTINEL_INVALID_ADDR, master.text(other));
            owner.masters().forEach(m -> owner.removePeer(m, other.runId));
        });
    }
}
