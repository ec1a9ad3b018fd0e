package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.Failover;
import io.jsentinel.failover.MasterSwitch;
import io.jsentinel.health.AddressPolicy;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Script;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What another sentinel's hello changes: whom we know, which epoch, and where the master is. */
public final class HelloReception {

    private final Self self;
    private final Roster roster;
    /** For how long after we began to watch a master news of it are taken from whoever has some: all others say hello by then. */
    private static final long BEGINNING_MILLIS = 60_000;

    /** How many foreign sentinels are remembered as told. */
    private static final int MAX_TOLD = 64;

    private final TreeSet<RunId> toldForeign = new TreeSet<>();
    private final HeldHellos held = new HeldHellos();

    public HelloReception(Self self, Roster roster) {
        this.self = self;
        this.roster = roster;
    }

    /**
     * Where a hello comes in.
     *
     * @param master the master that it is about
     * @param failover that master's failover
     * @param arrivals how many sentinels of it are new
     */
    public record Scene(Master master, Failover failover, Arrivals arrivals) {}

    /**
     * Takes in a hello about a master that we watch.
     *
     * @return whether it was news: nearly all only repeat what is known, and then nothing is due that was not before
     */
    public boolean receive(HelloMessage hello, Scene scene, Outbox out) {
        Master master = scene.master();
        long newest = newestEpoch(hello);
        if (hello.senderId().equals(self.runId()) || !self.isCredible(newest) || !takesHostsOf(hello)) {
            return false;
        }
        held.forget(hello);
        Optional<Peer> known =
                master.peer(hello.senderId()).filter(p -> p.location().isAt(hello.sender()));
        known.ifPresent(peer -> peer.location().nameFrom(hello.sender()));
        if (isForeign(hello, scene, out)) {
            tellForeign(hello, master, out);
            return false;
        }
        if (known.isEmpty() && !welcome(hello, scene, out)) {
            return false;
        }
        Peer sender = master.peer(hello.senderId()).orElseThrow();
        sender.saidHello(hello.master(), out.nowMillis());
        boolean isNews = known.isEmpty();
        if (newest > self.currentEpoch()) {
            isNews = true;
            out.epochSeen(newest, self);
            out.announceOf(master, EventType.NEW_EPOCH, Long.toString(self.currentEpoch()));
        }
        boolean isNewer = hello.configEpoch() > master.configEpoch();
        if ((isNewer || isInForceInstead(hello, scene)) && canFollow(hello, master)) {
            isNews = true;
            adopt(hello, scene, out, sender);
        } else if (known.isPresent() && tellsNewAddress(hello, scene)) {
            isNews = true;
            followTo(hello.master(), master, out);
        }
        return isNews;
    }

    /**
     * Whether a hello is of another set, whose master has the same name: it comes from a sentinel that nobody knows, and
     * names as the master what nobody knows, while ours is well. Addresses are given to others, and with them their
     * sentinels come. News of our own set come from sentinels that we know, too.
     */
    private boolean isForeign(HelloMessage hello, Scene scene, Outbox out) {
        Master master = scene.master();
        boolean isWell = master.link().isUp()
                && !master.isDown()
                && master.infoMillis() != Times.NEVER
                && master.reportedRole() == Role.MASTER;
        return self.process().guards().foreign()
                && isWell
                && !scene.failover().isInProgress()
                && knowsItsOwn(master, out.nowMillis())
                && master.peer(hello.senderId()).isEmpty()
                && !master.location().isAt(hello.master())
                && roster.names().locate(hello.master()).target().isPresent()
                && master.replica(hello.master()).isEmpty();
    }

    /**
     * Whether we can tell strangers. Whoever was just started and knows no configuration, as after the loss of its state, needs a
     * replica for that: other sentinels that it knows are no help, as they may have lost theirs as well. And it needs another
     * sentinel, unless it is enough for a quorum by itself: a replica may not have heard of the next master either.
     */
    private static boolean knowsItsOwn(Master master, long nowMillis) {
        boolean hasBegun = nowMillis - master.configuredMillis() > BEGINNING_MILLIS;
        boolean hasCompany = !master.peers().isEmpty() || master.settings().quorum() <= 1;
        return master.configEpoch() > 0
                || hasBegun && master.memberCount() > 0
                || !master.replicas().isEmpty() && hasCompany;
    }

    /**
     * Whether a hello says where a master has moved whose name we were never told, as after a restart: it is down where we
     * know it, and a sentinel that follows its name has it elsewhere in the same configuration. What we know as one of its
     * replicas is not that, unless we reach it by its name and hear that it is a master.
     */
    private boolean tellsNewAddress(HelloMessage hello, Scene scene) {
        Master master = scene.master();
        return roster.names().areResolved()
                && hello.configEpoch() == master.configEpoch()
                && master.isDown()
                && !master.location().isNamed()
                && !scene.failover().isInProgress()
                && !master.location().isAt(hello.master())
                && roster.names().locate(hello.master()).target().isPresent()
                && master.replica(hello.master())
                        .filter(replica -> !mayBeItsMaster(replica))
                        .isEmpty();
    }

    /**
     * Whether what we know as a replica may be the master itself: it was promoted and moved while we were away, so that its
     * name had led us to the new address before we were told the old one.
     */
    private static boolean mayBeItsMaster(Replica replica) {
        return replica.location().isNamed()
                && replica.link().isUp()
                && !replica.isDown()
                && replica.reportedRole() == Role.MASTER;
    }

    /** Looks for a master where it has moved; if we know it there as a replica, it is no more, and its name is the master's. */
    private void followTo(Endpoint moved, Master master, Outbox out) {
        Optional<Replica> itself = master.replica(moved);
        itself.ifPresent(replica -> roster.removeReplica(master, replica));
        AddressPolicy.move(master, moved, out);
        itself.ifPresent(
                replica -> master.location().nameFrom(replica.location().told()));
    }

    /**
     * Whether a hello of our own epoch names what took our master's place: ours says that it follows it, and as far as we
     * know that one is a master. Two failovers were told in one epoch, as by commands that asked nobody for votes, and the
     * servers have since been put in order by those who know of the other one. No later hello of that epoch could mend it.
     */
    private boolean isInForceInstead(HelloMessage hello, Scene scene) {
        Master master = scene.master();
        return hello.configEpoch() == master.configEpoch()
                && !scene.failover().isInProgress()
                && master.link().isUp()
                && master.infoMillis() != Times.NEVER
                && master.reportedRole() == Role.SLAVE
                && !master.followsItself()
                && master.report()
                        .masterEndpoint()
                        .filter(roster.names().locate(hello.master())::isAt)
                        .isPresent()
                && master.replica(hello.master())
                        .filter(r -> !r.link().isUp()
                                || r.reportedRole() != Role.MASTER
                                        && !Circle.of(r, master).yields())
                        .isEmpty();
    }

    private void tellForeign(HelloMessage hello, Master master, Outbox out) {
        if (toldForeign.size() == MAX_TOLD) {
            toldForeign.clear();
        }
        if (toldForeign.add(hello.senderId())) {
            out.announceOf(
                    master,
                    EventType.FOREIGN_INSTANCE,
                    "sentinel " + hello.senderId() + " " + hello.sender().spaced() + " @ " + master.name() + " "
                            + master.endpoint().spaced() + " #it says that the master is "
                            + hello.master().joined() + ", which nobody here knows: it is not listened to");
        }
    }

    private boolean takesHostsOf(HelloMessage hello) {
        return roster.names().takes(hello.sender().host())
                && roster.names().takes(hello.master().host());
    }

    /** Where the master that a hello tells of is; a replica that either of us knows by name is known by it from then on. */
    private Location locate(Endpoint told, Master master) {
        Optional<Replica> known = master.replica(told);
        known.ifPresent(replica -> master.nameReplica(replica, told));
        return known.map(Replica::location).orElseGet(() -> roster.names().locate(told));
    }

    /**
     * Whether it is known where the master is that a hello tells of. If not, its configuration is put off until the name
     * is answered; Redis takes the epoch, stays at the old address, and no hello of that epoch can mend it.
     */
    private boolean canFollow(HelloMessage hello, Master master) {
        boolean can = master.location().isAt(hello.master())
                || locate(hello.master(), master).target().isPresent();
        if (!can) {
            held.hold(hello);
        }
        return can;
    }

    /** The hellos that were put off because of names; they are heard again now. */
    public List<HelloMessage> drainHeld() {
        return held.drain();
    }

    /**
     * The newest epoch that a hello shows. That of the configuration counts as well: if ours stayed behind it, what we
     * decide next would be older than what is in force.
     */
    private static long newestEpoch(HelloMessage hello) {
        return Math.max(hello.currentEpoch(), hello.configEpoch());
    }

    /** A sentinel that is new, or listens elsewhere than before. Returns false when it is not taken, or not yet. */
    private boolean welcome(HelloMessage hello, Scene scene, Outbox out) {
        Master master = scene.master();
        if (roster.names().locate(hello.sender()).target().isEmpty()) {
            held.hold(hello);
            return false;
        }
        boolean moved = master.peer(hello.senderId()).isPresent();
        if (!moved && master.peers().size() >= Master.MAX_MEMBERS) {
            return false;
        }
        if (!scene.arrivals().admit(master.name(), out)) {
            return false;
        }
        if (moved) {
            out.announce(
                    EventType.SENTINEL_ADDRESS_SWITCH,
                    master,
                    "ip " + hello.sender().host() + " port " + hello.sender().port() + " for " + hello.senderId());
        }
        dismissOthersAt(hello.sender(), master, out);
        if (!moved) {
            roster.addPeer(master, hello.senderId(), hello.sender(), out.nowMillis());
        }
        int elsewhere = roster.movePeer(hello.senderId(), hello.sender(), out.nowMillis());
        Peer sender = master.peer(hello.senderId()).orElseThrow();
        sender.saidHello(hello.master(), out.nowMillis());
        if (!moved) {
            out.announce(EventType.SENTINEL, sender);
        } else if (elsewhere > 1) {
            out.announce(EventType.SENTINEL_ADDRESS_UPDATE, sender, (elsewhere - 1) + " additional matching instances");
        }
        out.learned();
        return true;
    }

    /** Two sentinels cannot listen at one address: the one that we knew there is gone. */
    private void dismissOthersAt(Endpoint endpoint, Master master, Outbox out) {
        List<Peer> others =
                master.peers().stream().filter(p -> p.location().isAt(endpoint)).toList();
        for (Peer other : others) {
            out.announce(EventType.SENTINEL_INVALID_ADDR, other);
            roster.mastersOf(other.runId()).forEach(m -> roster.removePeer(m, other.runId()));
        }
    }

    private void adopt(HelloMessage hello, Scene scene, Outbox out, Peer sender) {
        Master master = scene.master();
        Failover failover = scene.failover();
        // An attempt of ours in an older epoch is void, though the address that we watch stays what it is.
        boolean overtaken = failover.isInProgress() && hello.configEpoch() > failover.epoch();
        master.configuredIn(hello.configEpoch());
        out.configurationChanged(master);
        if (failover.isSwitchTold()) {
            // Our clients were sent there: that has to be in force before they are sent elsewhere.
            failover.follow(roster, out);
        }
        Optional<Location> news = Optional.of(hello.master())
                .filter(to -> !master.location().isAt(to))
                .map(to -> locate(to, master));
        if (news.isPresent() || overtaken) {
            failover.forget(news.isEmpty(), out);
        }
        if (news.isPresent()) {
            out.announce(EventType.CONFIG_UPDATE_FROM, sender);
            Endpoint before = master.endpoint();
            MasterSwitch.announceAndApply(master, news.get(), roster, out);
            out.runClientScript(master, Script.Part.OBSERVER, before, news.get().shown());
        }
    }
}
