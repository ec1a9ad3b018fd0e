package io.jsentinel.server.http;

import io.jsentinel.server.http.Parameters.Unreadable;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.Probes;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import io.jsentinel.status.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What load balancers and the kubelet ask: 200 for yes, 503 for no, with the reason. */
final class ProbePages {

    /** Beyond that age a picture says nothing about now. */
    static final long STALE_MILLIS = 3_000;

    /** For how long the event loop may hang until this process counts as dead. */
    static final long HUNG_MILLIS = 10_000;

    /** The questions about the local server and its master. */
    static final Set<String> NAMES = Set.of(
            "",
            "master",
            "primary",
            "read-write",
            "replica",
            "read-only",
            "health",
            "leader",
            "quorum",
            "sentinel",
            "ready",
            "readiness",
            "readyz");

    private final Vantage vantage;

    ProbePages(Vantage vantage) {
        this.vantage = vantage;
    }

    /** The answer to one of {@link #NAMES}. */
    Answer answer(Call call, StatusBoard.View<Status> view) {
        if (view.ageMillis() > STALE_MILLIS) {
            return page(
                    Verdict.no("the event loop has not answered for " + view.ageMillis() + " ms"), Optional.empty());
        }
        Status status = view.picture();
        if (call.subject().isPresent() && status.master(call.subject().get()).isEmpty()) {
            return Answer.error(404, "no master is called " + call.subject().get());
        }
        if (call.subject().isEmpty() && status.masters().size() > 1) {
            return Answer.error(
                    404,
                    "several masters are monitored: add the name, such as /" + call.name() + "/"
                            + status.masters().get(0).name());
        }
        Optional<MasterStatus> master = call.subject().isPresent()
                ? status.master(call.subject().get())
                : status.masters().stream().findFirst();
        if (master.isEmpty()) {
            return page(Verdict.no("no master is known yet"), master);
        }
        try {
            return page(verdict(call, status, master.get()), master);
        } catch (Unreadable e) {
            return Answer.error(400, e.getMessage());
        }
    }

    private Verdict verdict(Call call, Status status, MasterStatus master) throws Unreadable {
        Parameters parameters = new Parameters(call.query());
        Probes probes = new Probes(master, status.own(), vantage);
        return switch (call.name()) {
            case "", "master", "primary", "read-write" -> probes.master();
            case "replica" -> probes.replica(parameters.limits());
            case "read-only" -> probes.readOnly(parameters.limits());
            case "health" -> probes.health();
            case "leader" -> probes.leader();
            case "quorum", "sentinel" -> probes.quorum();
            default -> probes.ready(parameters.limits(), parameters.flag("strict"));
        };
    }

    /** Whether this sentinel itself has its place: it knows the master of each set, and enough other sentinels. */
    Answer sentinelReady(StatusBoard.View<Status> view) {
        List<MasterStatus> masters = view.picture().masters();
        Optional<MasterStatus> lonely =
                masters.stream().filter(m -> !m.quorum().isReached()).findFirst();
        if (view.ageMillis() > STALE_MILLIS) {
            return page(Verdict.no("the event loop has not answered for " + view.ageMillis() + " ms"), lonely);
        }
        if (lonely.isPresent()) {
            return page(new Verdict(false, lonely.get().quorum().text()), lonely);
        }
        return page(Probes.bootState(view.picture().own()), Optional.empty());
    }

    /** Whether this process works: it never depends on others. */
    static Answer liveness(StatusBoard<Status> board) {
        long hungMillis = board.overdueMillis();
        return page(
                hungMillis < HUNG_MILLIS
                        ? new Verdict(true, "the event loop runs")
                        : new Verdict(false, "the event loop has not answered for " + hungMillis + " ms"),
                Optional.empty());
    }

    static Answer page(Verdict verdict, Optional<MasterStatus> master) {
        return Answer.page(
                verdict.isGood() ? 200 : 503,
                Json.object()
                        .add("ok", verdict.isGood())
                        .add("reason", verdict.reason())
                        .add("name", master.map(MasterStatus::name))
                        .add("master", master.map(m -> m.address().joined())));
    }
}
