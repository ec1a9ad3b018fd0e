package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.RunId;
import io.jsentinel.command.SaveReplies.SavedVote;
import io.jsentinel.health.QuorumCheck;
import io.jsentinel.health.Stall;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The commands that ask: what is watched, how it is, and whether we see a master down. */
final class QueryCommands {

    static final Resp NO_SUCH_MASTER = Resp.error("No such master with that name");
    private static final Resp NOT_AN_INTEGER = Resp.error("value is not an integer or out of range");
    private static final String NOBODY = "*";

    private final Self self;
    private final Roster roster;
    private final Watches watches;
    private final Stall stall;
    private final SaveReplies saveReplies;

    QueryCommands(Realm realm, SaveReplies saveReplies) {
        this.saveReplies = saveReplies;
        this.self = realm.self();
        this.roster = realm.roster();
        this.watches = realm.watches();
        this.stall = realm.stall();
    }

    Resp role() {
        List<String> names = watches.all().stream().map(w -> w.master().name()).toList();
        return Resp.array(Resp.bulk("sentinel"), Resp.bulks(names));
    }

    Resp myId() {
        return Resp.bulk(self.runId().value());
    }

    Resp masters(long nowMillis) {
        return new Resp.Array(
                watches.all().stream().map(w -> Fields.ofMaster(w, nowMillis)).toList());
    }

    Resp master(Commanded command, long nowMillis) {
        return about(command, watch -> Fields.ofMaster(watch, nowMillis));
    }

    Resp replicas(Commanded command, long nowMillis) {
        return about(
                command,
                watch -> new Resp.Array(watch.master().replicas().stream()
                        .filter(r -> r.report().announced())
                        .map(r -> Fields.ofReplica(r, watch, nowMillis))
                        .toList()));
    }

    Resp sentinels(Commanded command, long nowMillis) {
        return about(
                command,
                watch -> new Resp.Array(watch.master().peers().stream()
                        .map(p -> Fields.ofPeer(p, watch, nowMillis))
                        .toList()));
    }

    private Resp about(Commanded command, Function<Watch, Resp> answer) {
        return watches.named(command.args().get(2)).map(answer).orElse(NO_SUCH_MASTER);
    }

    Resp masterAddress(Commanded command) {
        return watches.named(command.args().get(2))
                .map(watch -> watch.failover().currentAddress())
                .map(address -> Resp.bulks(List.of(address.host(), Integer.toString(address.port()))))
                .orElse(Resp.NULL_ARRAY);
    }

    /** The last INFO of each master named, and of its replicas: its age and its text. */
    Resp infoCache(Commanded command, long nowMillis) {
        Set<String> names =
                new LinkedHashSet<>(command.args().subList(2, command.args().size()));
        List<Resp> items = new ArrayList<>();
        for (Watch watch : watches.all()) {
            if (names.contains(watch.master().name())) {
                List<Resp> nodes = new ArrayList<>();
                nodes.add(lastInfo(watch.master(), nowMillis));
                watch.master().replicas().forEach(replica -> nodes.add(lastInfo(replica, nowMillis)));
                items.add(Resp.bulk(watch.master().name()));
                items.add(new Resp.Array(nodes));
            }
        }
        return new Resp.Array(items);
    }

    private static Resp lastInfo(Node node, long nowMillis) {
        return Resp.array(
                Resp.integer(Times.shownAge(node.infoMillis(), nowMillis)),
                node.infoText().map(Resp::bulk).orElse(Resp.NULL));
    }

    Resp checkQuorum(Commanded command) {
        return about(command, watch -> quorumOf(watch.master()));
    }

    private static Resp quorumOf(Master master) {
        QuorumCheck check = QuorumCheck.of(master);
        return check.isReached() ? new Resp.Simple(check.text()) : Resp.error("-" + check.text());
    }

    /** The question of another sentinel; its candidate may get our vote, which must be saved before it is told. */
    void isMasterDown(Commanded command, Outbox out) {
        List<String> args = command.args();
        OptionalLong port = Decimal.parse(args.get(3));
        OptionalLong epoch = Decimal.parse(args.get(4));
        if (port.isEmpty() || epoch.isEmpty()) {
            out.reply(command.client(), NOT_AN_INTEGER);
            return;
        }
        String candidate = args.get(5);
        Optional<Watch> watch = watchAt(args.get(2), port.getAsLong());
        // A candidate may ask because of an order; only a question without one says that its sender sees the master
        // down; after a stall of ours it may have waited for us.
        Optional<Peer> asker = watch.filter(w -> candidate.equals(NOBODY) && !stall.isTilted())
                .flatMap(w -> w.master().peerNamed(command.caller()));
        watch.ifPresent(asked -> asked.doubted(asker, out));
        asker.ifPresent(peer -> watches.touch(watch.get(), out));
        boolean down = watch.isPresent() && watch.get().master().isDown() && !stall.isTilted();
        if (watch.isEmpty() || candidate.equals(NOBODY) || !RunId.isValid(candidate)) {
            out.reply(command.client(), downAnswer(down, NOBODY, 0));
            return;
        }
        watch.get().onVoteRequest(new RunId(candidate), epoch.getAsLong(), out);
        watches.touch(watch.get(), out);
        String voted = watch.get().ballot().votedFor().map(RunId::value).orElse(NOBODY);
        Resp vote = downAnswer(down, voted, watch.get().ballot().epoch());
        Master master = watch.get().master();
        if (out.isVoteSaved(master)) {
            out.reply(command.client(), vote);
        } else {
            watch.get().ballot().promised();
            SavedVote promise = new SavedVote(master.votes().stateNumber(), vote);
            saveReplies.replyWithVote(command.client(), promise, downAnswer(down, NOBODY, 0), out);
        }
    }

    private Optional<Watch> watchAt(String host, long port) {
        if (port < 0 || port > Endpoint.MAX_PORT) {
            return Optional.empty();
        }
        return HostName.orAddress(host)
                .flatMap(ip -> roster.masterAt(new Endpoint(ip, (int) port)))
                .map(watches::of);
    }

    private static Resp downAnswer(boolean down, String leader, long epoch) {
        return Resp.array(Resp.integer(down ? 1 : 0), Resp.bulk(leader), Resp.integer(epoch));
    }
}
