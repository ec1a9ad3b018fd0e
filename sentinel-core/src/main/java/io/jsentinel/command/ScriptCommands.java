package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import io.jsentinel.script.ScriptJob;
import io.jsentinel.script.ScriptQueue;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Self;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What SENTINEL tells of scripts, and the crashes that people order for tests. */
final class ScriptCommands {

    private final Self self;
    private final ScriptQueue queue;

    ScriptCommands(Self self, ScriptQueue queue) {
        this.self = self;
        this.queue = queue;
    }

    /** PENDING-SCRIPTS: a map for each script that runs or waits, oldest first. */
    Resp pending(long nowMillis) {
        return new Resp.Array(
                queue.jobs().stream().map(job -> fields(job, nowMillis)).toList());
    }

    private static Resp fields(ScriptJob job, long nowMillis) {
        boolean running = job.isRunning();
        List<Resp> pairs = new ArrayList<>(List.of(Resp.bulk("argv"), Resp.bulks(job.argv())));
        Stream.of(
                        "flags",
                        running ? "running" : "scheduled",
                        "pid",
                        Long.toString(job.pid()),
                        running ? "run-time" : "run-delay",
                        Long.toString(running ? job.runMillis(nowMillis) : job.delayMillis(nowMillis)),
                        "retry-num",
                        Integer.toString(job.runs()))
                .map(Resp::bulk)
                .forEach(pairs::add);
        return new Resp.Pairs(List.copyOf(pairs));
    }

    /** SIMULATE-FAILURE: what was ordered before is forgotten; a word that is wrong ends it, those before it hold. */
    Resp simulateFailure(Commanded command) {
        self.crashNowhere();
        for (String word : command.args().subList(2, command.args().size())) {
            if (word.equalsIgnoreCase("help")) {
                return Resp.bulks(
                        Stream.of(CrashPoint.values()).map(CrashPoint::word).toList());
            }
            Optional<CrashPoint> point = CrashPoint.named(word);
            if (point.isEmpty()) {
                return Resp.error("Unknown failure simulation specified");
            }
            self.crashAt(point.get());
        }
        return Resp.OK;
    }
}
