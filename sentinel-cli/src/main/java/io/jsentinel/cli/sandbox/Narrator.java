package io.jsentinel.cli.sandbox;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * The output of the sandbox: lines that only scroll, each with the seconds since the start and who speaks. Plain
 * ASCII; colours only when they are wanted. For several threads.
 */
final class Narrator {

    /** The width of the columns before the text. */
    private static final int MARGIN = 23;

    private final PrintWriter out;
    private final boolean colours;
    private final long startNanos = System.nanoTime();
    private boolean mute;

    Narrator(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** A line of the sandbox itself, said now. */
    void say(String text) {
        say(Tone.PLAIN, text);
    }

    /** A line of the sandbox itself in a tone, said now. */
    void say(Tone tone, String text) {
        line("sandbox", tone, text, System.nanoTime());
    }

    /** A line of somebody, about a moment in the terms of {@link System#nanoTime()}. */
    synchronized void line(String speaker, Tone tone, String text, long nanoTime) {
        String seconds = String.format(Locale.ROOT, "%9.3f", (nanoTime - startNanos) / 1e9);
        print(paint(Tone.DIM, seconds) + "  " + paint(Tone.DIM, String.format(Locale.ROOT, "%-12s", speaker))
                + paint(tone, text));
    }

    /** A line that belongs to the one before. */
    void more(String text) {
        print(" ".repeat(MARGIN) + text);
    }

    /** The text in the colour of a tone, if colours are wanted. */
    String paint(Tone tone, String text) {
        return colours ? tone.paint(text) : text;
    }

    /** Says nothing more: the end has come, and what now goes wrong does so because of it. */
    synchronized void mute() {
        mute = true;
    }

    synchronized boolean isMute() {
        return mute;
    }

    private synchronized void print(String line) {
        if (!mute) {
            out.println(line);
            out.flush();
        }
    }
}
