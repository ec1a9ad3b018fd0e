package io.jsentinel.server.http;

import io.jsentinel.server.http.StatusBoard.View;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.Probes;
import io.jsentinel.status.Status;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Which page a path means, and who may ask for it. Runs on the loop of the readers. */
final class Endpoints {

    private static final Set<String> LIVENESS = Set.of("liveness", "livez");
    private static final Set<String> OF_A_MASTER = Set.of("cluster", "masters");
    private static final Set<String> ACTIONS = Set.of("switchover", "failover", "pause", "resume", "prestop");

    private final StatusBoard<Status> board;
    private final ProbePages probes;
    private final Actions actions;
    private final Access access;
    private final BiConsumer<Call, Consumer<Answer>> metrics;
    private final String version;

    /**
     * The pages of a daemon.
     *
     * @param board the newest picture
     * @param probes the questions of load balancers
     * @param actions what changes something
     * @param access who may do that
     * @param extras what is added
     */
    Endpoints(StatusBoard<Status> board, ProbePages probes, Actions actions, Access access, Extras extras) {
        this.board = board;
        this.probes = probes;
        this.actions = actions;
        this.access = access;
        this.metrics = extras.metrics();
        this.version = extras.version();
    }

    /**
     * What pages say beside the state.
     *
     * @param metrics makes the page of metrics
     * @param version our own version
     */
    record Extras(BiConsumer<Call, Consumer<Answer>> metrics, String version) {}

    /** Answers a call, at once or later; exactly once. */
    void answer(Call call, Consumer<Answer> to) {
        String name = call.name();
        if (ACTIONS.contains(name)) {
            act(call, to);
        } else if (!call.isSafe()) {
            to.accept(Answer.error(isKnown(name) ? 405 : 404, "there is no " + call.method() + " /" + name));
        } else if (LIVENESS.contains(name)) {
            // Read once in any case, so that a hung loop is noticed.
            board.read(view -> to.accept(ProbePages.liveness(board)));
        } else if (name.equals("metrics")) {
            metrics.accept(call, to);
        } else if (isKnown(name)) {
            board.read(view -> to.accept(page(call, view)));
        } else {
            to.accept(Answer.error(404, "there is no page /" + name));
        }
    }

    private void act(Call call, Consumer<Answer> to) {
        boolean isPrestop = call.name().equals("prestop");
        boolean fits =
                call.method().equals("POST") || isPrestop && call.method().equals("GET");
        if (!fits) {
            to.accept(Answer.error(405, "/" + call.name() + " wants POST, this is " + call.method()));
            return;
        }
        Optional<String> refusal = access.refusal(call, isPrestop);
        if (refusal.isPresent()) {
            to.accept(Answer.error(call.caller().token().isPresent() ? 403 : 401, refusal.get()));
            return;
        }
        board.read(view -> {
            if (view.isEmpty()) {
                to.accept(noView());
            } else {
                actions.run(call, view.get().picture(), to);
            }
        });
    }

    private static boolean isKnown(String name) {
        return ProbePages.NAMES.contains(name)
                || LIVENESS.contains(name)
                || OF_A_MASTER.contains(name)
                || Set.of("startup", "sentinel-ready", "history", "config", "status", "metrics")
                        .contains(name);
    }

    private Answer page(Call call, Optional<View<Status>> view) {
        if (view.isEmpty()) {
            return noView();
        }
        Status status = view.get().picture();
        StatePages pages = new StatePages(status);
        return switch (call.name()) {
            case "startup" -> ProbePages.page(Probes.gate(status.own()), Optional.empty());
            case "sentinel-ready" -> probes.sentinelReady(view.get());
            case "history" -> Answer.page(200, pages.history(call.subject()));
            case "config" -> Answer.page(200, pages.config());
            case "status" -> Answer.page(200, pages.status(version));
            case "cluster" -> ofMaster(call, status, pages, StatePages::cluster);
            case "masters" -> masters(call, status, pages);
            default -> probes.answer(call, view.get());
        };
    }

    private static Answer noView() {
        return Answer.error(502, "the event loop has not said yet what it knows");
    }

    private static Answer masters(Call call, Status status, StatePages pages) {
        boolean replicas = call.path().size() == 3 && call.path().get(2).equals("replicas");
        if (call.path().size() == 2 || replicas) {
            return ofMaster(call, status, pages, replicas ? StatePages::replicas : StatePages::cluster);
        }
        return Answer.error(404, "there are the pages /masters/{name} and /masters/{name}/replicas");
    }

    private static Answer ofMaster(
            Call call, Status status, StatePages pages, BiFunction<StatePages, MasterStatus, Json> page) {
        Optional<MasterStatus> master =
                call.subject().isPresent() ? status.master(call.subject().get()) : only(status);
        return master.map(found -> Answer.page(200, page.apply(pages, found)))
                .orElseGet(() -> Answer.error(404, noMaster(call, status)));
    }

    /** The one that is meant when no name is given. */
    static Optional<MasterStatus> only(Status status) {
        return status.masters().size() == 1 ? Optional.of(status.masters().get(0)) : Optional.empty();
    }

    /** Why no master is meant. */
    static String noMaster(Call call, Status status) {
        if (call.subject().isPresent()) {
            return "no master is called " + call.subject().get();
        }
        return status.masters().isEmpty()
                ? "no master is known yet"
                : "several masters are monitored: add the name, such as /" + call.name() + "/"
                        + status.masters().get(0).name();
    }
}
