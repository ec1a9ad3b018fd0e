package io.jsentinel.server.http;

import io.jsentinel.resp.Resp;
import io.jsentinel.server.http.Parameters.Unreadable;
import io.jsentinel.status.Episode;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.Status;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What changes something: a switchover, a pause of failovers, the end of this pod. */
final class Actions {

    /** How long a switchover is waited for unless the call says otherwise. */
    static final long WAIT_MILLIS = 30_000;

    /** The longest wait that a call may ask for. */
    static final long MAX_WAIT_MILLIS = 600_000;

    /** How often it is looked whether a switchover is over. */
    private static final long LOOK_MILLIS = 50;

    private final Backstage backstage;
    private final EventLoop core;
    private final EventLoop readers;
    private final StatusBoard<Status> board;

    /**
     * Actions on a daemon.
     *
     * @param backstage the daemon
     * @param core its event loop
     * @param readers the loop on which everything here is called, and answers are given
     * @param board the newest picture
     */
    Actions(Backstage backstage, EventLoop core, EventLoop readers, StatusBoard<Status> board) {
        this.backstage = backstage;
        this.core = core;
        this.readers = readers;
        this.board = board;
    }

    /** Carries out a call that is allowed; answers exactly once. */
    void run(Call call, Status status, Consumer<Answer> to) {
        try {
            if (call.name().equals("prestop")) {
                prestop(call, to);
                return;
            }
            Optional<MasterStatus> master =
                    call.subject().isPresent() ? status.master(call.subject().get()) : Endpoints.only(status);
            if (master.isEmpty()) {
                to.accept(Answer.error(404, Endpoints.noMaster(call, status)));
                return;
            }
            switch (call.name()) {
                case "switchover", "failover" -> switchOver(call, master.get(), lastNumber(status), to);
                default -> pause(call.name().equals("pause"), master.get(), to);
            }
        } catch (Unreadable e) {
            to.accept(Answer.error(400, e.getMessage()));
        }
    }

    private void pause(boolean isPaused, MasterStatus master, Consumer<Answer> to) {
        int others = master.sentinels().size();
        command(List.of("sentinel", isPaused ? "pause" : "resume", master.name()), answer -> {
            if (answer instanceof Resp.Int told) {
                to.accept(Answer.page(
                        200,
                        Json.object()
                                .add("name", master.name())
                                .add("pause", isPaused)
                                .add("others_told", told.value())
                                .add("others", others)));
            } else {
                to.accept(answer instanceof Resp.Error error ? failure(error) : Answer.error(503, "no answer"));
            }
        });
    }

    private void prestop(Call call, Consumer<Answer> to) throws Unreadable {
        long budgetMillis = wait(call, "budget");
        backstage
                .drain(budgetMillis)
                .thenAccept(drained -> readers.execute(() -> to.accept(Answer.page(
                        drained.complete() ? 200 : 503,
                        Json.object().add("complete", drained.complete()).add("outcome", drained.outcome())))));
    }

    private static long wait(Call call, String parameter) throws Unreadable {
        long millis = new Parameters(call.query()).millis(parameter).orElse(WAIT_MILLIS);
        if (millis > MAX_WAIT_MILLIS) {
            throw new Unreadable("the parameter " + parameter + " is longer than " + MAX_WAIT_MILLIS / 1_000 + "s");
        }
        return millis;
    }

    private void switchOver(Call call, MasterStatus master, long before, Consumer<Answer> to) throws Unreadable {
        Map<String, String> wishes = Wishes.of(call.body());
        long waitMillis = wait(call, "timeout");
        String leader = wishes.getOrDefault("leader", "");
        if (!leader.isEmpty() && !Wishes.names(leader, master.address())) {
            to.accept(Answer.error(412, "the master is " + master.address() + ", not " + leader));
            return;
        }
        List<String> words = new ArrayList<>(List.of("sentinel", "failover", master.name()));
        if (call.name().equals("switchover")) {
            words.add("coordinated");
        }
        String candidate = wishes.getOrDefault("candidate", "");
        if (!candidate.isEmpty()) {
            Optional<MasterMember> chosen = MasterMember.find(master, candidate);
            if (chosen.isEmpty()) {
                to.accept(Answer.error(412, "no replica of " + master.name() + " is called " + candidate));
                return;
            }
            words.addAll(List.of(
                    "to",
                    chosen.get().at().host(),
                    Integer.toString(chosen.get().at().port())));
        }
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        command(words, answer -> {
            if (answer instanceof Resp.Error error) {
                to.accept(failure(error));
            } else {
                await(new Awaited(master.name(), before, endNanos), to);
            }
        });
    }

    /** The outcome that a call waits for: the first of that master's episodes after that number. */
    private record Awaited(String masterName, long after, long endNanos) {}

    private void await(Awaited awaited, Consumer<Answer> to) {
        board.read(view -> {
            Optional<Episode> outcome = view.flatMap(v -> v.picture().past().failovers().stream()
                    .filter(e -> e.number() > awaited.after() && e.masterName().equals(awaited.masterName()))
                    .findFirst());
            if (outcome.isPresent()) {
                to.accept(outcome(outcome.get()));
            } else if (System.nanoTime() > awaited.endNanos()) {
                to.accept(Answer.error(503, "the failover has begun and is not over yet"));
            } else {
                readers.schedule(() -> await(awaited, to), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private static Answer outcome(Episode episode) {
        boolean done = episode.result() == io.jsentinel.failover.FailoverRecord.Result.DONE;
        Json json = Json.object()
                .add("name", episode.masterName())
                .add("result", episode.result().word())
                .add("reason", Episode.word(episode.reason()))
                .add("from", episode.from().joined())
                .add("to", episode.to().map(at -> at.joined()));
        if (!episode.why().isEmpty()) {
            json.add("why", episode.why());
        }
        return Answer.page(done ? 200 : 503, json);
    }

    private static long lastNumber(Status status) {
        List<Episode> episodes = status.past().failovers();
        return episodes.isEmpty() ? 0 : episodes.get(episodes.size() - 1).number();
    }

    private void command(List<String> words, Consumer<Resp> answer) {
        try {
            core.execute(() -> backstage.command(words, reply -> readers.execute(() -> answer.accept(reply))));
        } catch (RejectedExecutionException e) {
            answer.accept(Resp.error("the daemon is ending"));
        }
    }

    private static Answer failure(Resp.Error error) {
        String text = error.text();
        if (text.contains("INPROG")) {
            return Answer.error(409, text);
        }
        if (text.contains("No such master")) {
            return Answer.error(404, text);
        }
        // Whatever else is refused is refused because of how things are: no fit replica, a master that cannot hand
        // over.
        boolean isOurs = text.contains("internal fault") || text.contains("is ending");
        return Answer.error(isOurs ? 503 : 412, text);
    }
}
