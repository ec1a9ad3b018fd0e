package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.boot.VoteRule.Wish;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PeerStateForm;
import io.jsentinel.pod.RecordText;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the daemons of a set tell each other: our answer to their question, and what theirs means to us. */
final class PodTalk {

    /** How many words a question has that also wants our vote. */
    private static final int WISH_WORDS = 7;

    private final Parts parts;

    PodTalk(Parts parts) {
        this.parts = parts;
    }

    /**
     * Answers the daemon of another pod, which may want our vote.
     *
     * @param args the words of {@code SENTINEL PEERSTATE}
     * @param state how far we are
     */
    Resp answer(List<String> args, BootState state, Outbox out) {
        if (args.size() == WISH_WORDS && args.get(3).equalsIgnoreCase("vote")) {
            wish(args)
                    .ifPresent(wish -> parts.vote()
                            .consider(wish, parts.watch(), parts.record().record(), livingMaster(wish, out), out));
        }
        return PeerStateForm.format(own(state, out));
    }

    /** The daemon of another pod told its state. One of another set, and we ourselves, tell nothing. */
    void heard(PodPeers.Peer peer, Resp answer, Outbox out) {
        Optional<PeerState> told = PeerStateForm.parse(answer)
                .filter(state -> state.who()
                        .service()
                        .equalsIgnoreCase(parts.config().pod().service()))
                .filter(state -> !state.pod().equals(parts.pod()));
        if (told.isEmpty()) {
            peer.toldNothing();
            return;
        }
        peer.told(told.get(), out.nowMillis());
        PeerState.View view = told.get().view();
        if (view.master().isPresent()) {
            HelloMessage hello = new HelloMessage(
                    new Endpoint(parts.hostOf(peer), parts.self().announcedPort()),
                    told.get().who().sentinel(),
                    view.currentEpoch(),
                    parts.expected().name(),
                    view.master().get(),
                    view.configEpoch());
            parts.watch().ifPresent(watch -> {
                watch.onHello(hello, out);
                parts.watches().touch(watch, out);
            });
        }
    }

    private static Optional<Wish> wish(List<String> args) {
        OptionalLong epoch = Decimal.parse(args.get(4));
        Optional<FreshnessRecord> record = RecordText.parse(args.get(6)).record();
        return epoch.isEmpty() || !RunId.isValid(args.get(5)) || record.isEmpty()
                ? Optional.empty()
                : Optional.of(new Wish(record.get().pod(), new RunId(args.get(5)), epoch.getAsLong(), record.get()));
    }

    /** A master that lives, as far as we know: the candidate's own server if it is one. */
    private Optional<String> livingMaster(Wish wish, Outbox out) {
        List<String> living = parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS).stream()
                .map(peer -> peer.state().orElseThrow())
                .filter(told -> told.hasMaster() || told.view().reign() > 0)
                .map(state -> state.pod().name())
                .toList();
        if (living.contains(wish.pod().name())) {
            return Optional.of(wish.pod().name());
        }
        if (parts.local().now(out.nowMillis()).filter(LocalRedis::isMaster).isPresent()) {
            return Optional.of(parts.pod().name());
        }
        return living.stream()
                .findFirst()
                .or(() -> parts.watch()
                        .filter(watch -> lives(watch.master()))
                        .map(watch -> watch.master().endpoint().joined()));
    }

    private static boolean lives(Master master) {
        return master.link().isUp() && !master.isDown() && master.reportedRole() == Role.MASTER;
    }

    private PeerState own(BootState state, Outbox out) {
        Optional<Watch> watch = parts.watch();
        PeerState.View view = new PeerState.View(
                watch.map(w -> w.failover().currentAddress()),
                watch.map(w -> w.master().configEpoch()).orElse(0L),
                parts.self().savedEpoch(),
                watch.filter(w -> lives(w.master())).isPresent(),
                watch.filter(w -> w.failover().isInProgress()).isPresent(),
                parts.vote().reign());
        return new PeerState(
                new PeerState.Who(
                        parts.pod(),
                        parts.self().runId(),
                        parts.config().pod().service(),
                        state.phase(),
                        parts.self().isLeaving()),
                view,
                parts.local().now(out.nowMillis()),
                parts.record().record(),
                parts.vote().told(watch, out));
    }
}
