package io.jsentinel.sim.storm;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the runner of storms was called.
 *
 * @param firstSeed the number of the first storm
 * @param seeds how many storms
 * @param threads how many at once
 * @param quietOneOf one of so many has its ten quiet minutes at the end
 * @param failures after how many failures no more storms begin
 */
record StormCall(long firstSeed, long seeds, int threads, int quietOneOf, int failures) {

    static final String USAGE =
            "usage: jsentinel-sim [--seeds N] [--seed S] [--threads T] [--quiet-one-of Q] [--failures F], see docs/verification.md";

    private static final String SEED = "--seed";
    private static final String SEEDS = "--seeds";
    private static final String THREADS = "--threads";
    private static final String QUIET = "--quiet-one-of";
    private static final String FAILURES = "--failures";

    private static final Map<String, Range> OPTIONS = new TreeMap<>(Map.of(
            SEED, new Range(0, 999_999_999_999_999L, 1),
            SEEDS, new Range(1, 1_000_000_000, 1_000),
            THREADS, new Range(1, 1_000, Runtime.getRuntime().availableProcessors()),
            QUIET, new Range(1, 1_000_000_000, 1),
            FAILURES, new Range(1, 1_000, 1)));

    /** What an option can be, and what it is when it is not given. */
    private record Range(long least, long most, long usual) {

        boolean has(String text) {
            return text.matches("[0-9]{1,15}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
        }
    }

    /** A call in these words. @throws IllegalArgumentException what is wrong with which of them, for people */
    static StormCall parse(List<String> words) {
        Map<String, Long> given = new TreeMap<>();
        OPTIONS.forEach((name, range) -> given.put(name, range.usual()));
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            Range range = OPTIONS.get(name);
            if (range == null) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is none of " + String.join(", ", OPTIONS.keySet()));
            }
            String value = rest.hasNext() ? rest.next() : "";
            if (!range.has(value)) {
                throw new IllegalArgumentException(name + " takes a whole number from " + range.least() + " to "
                        + range.most() + (value.isEmpty() ? "" : ", not \"" + value + "\""));
            }
            given.put(name, Long.valueOf(value));
        }
        return new StormCall(
                given.get(SEED),
                given.get(SEEDS),
                given.get(THREADS).intValue(),
                given.get(QUIET).intValue(),
                given.get(FAILURES).intValue());
    }
}
