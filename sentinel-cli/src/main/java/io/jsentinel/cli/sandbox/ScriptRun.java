package io.jsentinel.cli.sandbox;

import java.util.Optional;

/** A play without a person: the steps of a script, each after the failover that the one before it caused. */
final class ScriptRun {

    private final Play play;
    private final Director director;

    ScriptRun(Play play) {
        this.play = play;
        this.director = new Director(play);
    }

    /** Carries out all steps and waits until the last one has had its effect. */
    void run(Script script) {
        for (Step step : script.steps()) {
            play.awaitFailover();
            perform(step).ifPresent(reason -> {
                throw new SandboxFailure("the step \"" + step.word() + "\" cannot be done: " + reason);
            });
        }
        awaitRest();
    }

    private void awaitRest() {
        play.awaitRest();
        play.topology().tellWhatChanged();
    }

    private Optional<String> perform(Step step) {
        return switch (step) {
            case KILL -> director.kill();
            case FREEZE -> director.freeze();
            case FAILOVER -> director.handOver();
            case RESTART -> director.restart();
            case THAW -> director.thaw();
            case SENTINEL -> director.killSentinel();
            case WAIT -> done(this::awaitRest);
            case TOPOLOGY -> done(play.topology()::tell);
            case WRITES -> done(() -> play.narrator().say(WriteWords.of(play.writes())));
        };
    }

    private static Optional<String> done(Runnable step) {
        step.run();
        return Optional.empty();
    }
}
