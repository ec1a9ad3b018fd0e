package io.jsentinel.cli.sandbox;

import java.time.Duration;
import java.util.Optional;

/** A play with a person, who breaks and mends by keys until {@code q}. */
final class LiveRun {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Play play;
    private final Director director;
    private final Narrator narrator;

    LiveRun(Play play) {
        this.play = play;
        this.director = new Director(play);
        this.narrator = play.narrator();
    }

    /** Follows the keys until the end is wanted. */
    void run(Keys keys) {
        help();
        char key = 0;
        while (key != Keys.QUIT) {
            play.look()
                    .forEach(name ->
                            narrator.say(Tone.BAD, name + " ended without having been asked to; r starts it again"));
            key = keys.next(LOOK_EVERY).orElse('\0');
            if (key != 0) {
                perform(key);
            }
        }
    }

    private void help() {
        narrator.say(Tone.STRONG, "keys: k kill the master     f freeze the master        s kill a sentinel");
        narrator.more("      r restart or thaw what is down or frozen   t topology   w writes");
        narrator.more("      o order a failover      ? this help               q quit");
    }

    private void perform(char key) {
        switch (key) {
            case 'k' -> tell(director.kill());
            case 'f' -> tell(director.freeze());
            case 'o' -> tell(director.handOver());
            case 's' -> tell(director.killSentinel());
            case 'r' -> bringAllBack();
            case 't' -> play.topology().tell();
            case 'w' -> tellWrites();
            case '?', 'h' -> help();
            case Keys.QUIT -> narrator.say("the end");
            default -> narrator.say(Tone.DIM, "no key; ? shows the keys");
        }
    }

    private void tell(Optional<String> refusal) {
        refusal.ifPresent(reason -> narrator.say(Tone.WARNING, reason));
    }

    private void bringAllBack() {
        Optional<String> notRestarted = director.restart();
        Optional<String> notThawed = director.thaw();
        if (notRestarted.isPresent() && notThawed.isPresent()) {
            narrator.say(Tone.WARNING, "nothing is down or frozen");
        }
    }

    private void tellWrites() {
        if (play.failovers().underWay().isPresent()) {
            narrator.say(Tone.WARNING, "there is no master now that could be asked");
            return;
        }
        narrator.say(WriteWords.of(play.writes()));
    }
}
