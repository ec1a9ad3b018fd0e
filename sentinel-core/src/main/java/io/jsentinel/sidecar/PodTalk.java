package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.boot.Standing;
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
import java.util.stream.Stream;

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
                    .filter(wish -> parts.self().isCredible(wish.record().configEpoch()))
                    .map(wish -> completed(wish, out.nowMillis()))
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
                .filter(state -> !state.pod().equals(parts.pod()))
                .map(state -> state.believed(parts.self()::isCredible));
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
                : Optional.of(new Wish(
                        record.get().pod(),
                        new RunId(args.get(5)),
                        epoch.getAsLong(),
                        new Standing(record.get(), false)));
    }

    /**
     * A master that lives, as far as we know: the candidate's own server if it is one. One that nobody watches is none any
     * more when the candidate has data of a later reign.
     */
    private Optional<String> livingMaster(Wish wish, Outbox out) {
        List<PeerState> told = told(out.nowMillis());
        List<String> living = told.stream()
                .filter(state -> state.view().reign() > 0
                        || state.hasMaster()
                                && !Standing.of(state, records(told)).isOutdoneBy(wish.record()))
                .map(state -> state.pod().name())
                .toList();
        if (living.contains(wish.pod().name())) {
            return Optional.of(wish.pod().name());
        }
        Optional<LocalRedis> ours = parts.local().now(out.nowMillis()).filter(LocalRedis::isMaster);
        if (ours.isPresent()
                && !Standing.of(parts.record().record(), ours, records(told)).isOutdoneBy(wish.record())) {
            return Optional.of(parts.pod().name());
        }
        return living.stream()
                .findFirst()
                .or(() -> parts.watch()
                        .filter(watch -> lives(watch.master()))
                        .map(watch -> watch.master().endpoint().joined()));
    }

    private List<PeerState> told(long nowMillis) {
        return parts.peers().fresh(nowMillis, PodPeers.FRESH_MILLIS).stream()
                .map(peer -> peer.state().orElseThrow())
                .toList();
    }

    private List<FreshnessRecord> records(List<PeerState> told) {
        return Stream.concat(Stream.of(parts.record().record()), told.stream().map(PeerState::record))
                .toList();
    }

    /** The wish with all that is known of the candidate's data, as whoever decides at a start sees them. */
    private Wish completed(Wish wish, long nowMillis) {
        List<PeerState> told = told(nowMillis);
        return told.stream()
                .filter(state -> state.pod().equals(wish.pod()))
                .findFirst()
                .map(state -> Standing.of(wish.record(), state.redis(), records(told)))
                .map(standing -> new Wish(wish.pod(), wish.candidate(), wish.epoch(), standing))
                .orElse(wish);
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
