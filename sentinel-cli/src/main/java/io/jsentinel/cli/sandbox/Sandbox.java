package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.ScratchFolder;
import io.jsentinel.testkit.WriteReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run of the sandbox, from the first process to the last word. */
final class Sandbox {

    private final Narrator narrator;
    private final PrintWriter errors;
    private final Duration bound;

    /** @param bound the longest wait for anything */
    Sandbox(Narrator narrator, PrintWriter errors, Duration bound) {
        this.narrator = narrator;
        this.errors = errors;
        this.bound = bound;
    }

    /** Plays by the script, or by keys without one, and returns the exit code. A failure keeps the folder. */
    int run(SceneSettings settings, ScratchFolder folder, Optional<Script> script) {
        try {
            play(settings, script);
            return 0;
        } catch (RuntimeException e) {
            if (!narrator.isMute()) {
                folder.keep();
                errors.println("jsentinel sandbox: " + e.getMessage());
                errors.println("jsentinel sandbox: failed; the configurations and logs are in " + folder.path());
                errors.flush();
            }
            return 1;
        }
    }

    private void play(SceneSettings settings, Optional<Script> script) {
        narrator.say(
                "starting 1 master, " + settings.replicas() + " replicas and " + settings.sentinels() + " sentinels");
        narrator.more("redis-server: " + settings.redis().path() + " ("
                + settings.redis().origin() + ")");
        narrator.more("files: " + settings.folder());
        try (Scene scene = Scene.start(settings);
                Play play = new Play(scene, narrator, bound)) {
            play.awaitReady();
            if (script.isPresent()) {
                new ScriptRun(play).run(script.get());
            } else {
                playLive(play);
            }
            takeStock(play);
        }
    }

    private void playLive(Play play) {
        try (Terminal terminal = Terminal.keyByKey()) {
            if (!terminal.givesKeysAtOnce()) {
                narrator.say("each key needs Enter here");
            }
            new LiveRun(play).run(Keys.from(System.in));
        }
    }

    /** The last word: all failovers, and whether the writes are where they should be. */
    private void takeStock(Play play) {
        List<Failover> failovers = play.failovers().done();
        if (!failovers.isEmpty()) {
            long longestMillis =
                    failovers.stream().mapToLong(Failover::gapMillis).max().orElseThrow();
            narrator.say(
                    failovers.size() == 1
                            ? "1 failover: " + Failover.seconds(longestMillis) + " without a master"
                            : failovers.size() + " failovers: at most " + Failover.seconds(longestMillis)
                                    + " without a master");
        }
        if (play.failovers().underWay().isPresent()) {
            narrator.say(Tone.WARNING, "there is no master now that could be asked about the writes");
            return;
        }
        WriteReport writes = play.writes();
        narrator.say(WriteWords.of(writes));
        if (!writes.keptItsWord()) {
            throw new SandboxFailure(writes.lostConfirmed()
                    + " writes that every replica had confirmed are lost, among them " + writes.lostExamples());
        }
    }
}
