package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The directives that take several words, each with rules of its own. One quoted word may hold them all. */
enum ListType implements ValueType {

    /** Addresses, as many as Redis takes. */
    BIND {
        @Override
        Optional<String> problem(List<String> words) {
            return wrong(words.size() > MAX_BIND, "Too many bind addresses specified.");
        }
    },

    /** A folder; whether it is there is asked when the line is carried out. */
    DIR {
        @Override
        Optional<String> problem(List<String> words) {
            return Optional.empty();
        }
    },

    /** Groups of a client class and three limits. */
    CLIENT_OUTPUT_BUFFER_LIMIT {
        @Override
        Optional<String> problem(List<String> words) {
            return ClientLimits.problem(words);
        }
    },

    /** Numbers from 0 to 100, fractions too. */
    LATENCY_TRACKING_INFO_PERCENTILES {
        @Override
        Optional<String> problem(List<String> words) {
            for (String word : words) {
                if (!word.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")) {
                    return Optional.of("Invalid latency-tracking-info-percentiles parameters");
                }
                double percent = Double.parseDouble(word);
                if (percent < 0 || percent > 100) {
                    return Optional.of("latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
                }
            }
            return Optional.empty();
        }
    },

    /** One word of letters that stand for kinds of events. */
    NOTIFY_KEYSPACE_EVENTS {
        @Override
        Optional<String> problem(List<String> words) {
            return wrong(
                    words.stream().anyMatch(word -> !word.matches("[Ag$lshzxeKEtmdn]*")),
                    "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
    },

    /** Three numbers. */
    OOM_SCORE_ADJ_VALUES {
        @Override
        Optional<String> problem(List<String> words) {
            if (words.size() != 3) {
                return Optional.of(WRONG_COUNT);
            }
            return wrong(
                    words.stream().anyMatch(word -> !isBetween(word, -2000, 2000)),
                    "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
        }
    },

    /** A host and a port, or {@code no one}. */
    REPLICAOF {
        @Override
        Optional<String> problem(List<String> words) {
            if (words.size() != 2) {
                return Optional.of(WRONG_COUNT);
            }
            boolean noOne = words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one");
            return wrong(!noOne && !isBetween(words.get(1), 0, 65535), "Invalid master port");
        }
    },

    /** Pairs of seconds and changes; one empty word for never. */
    SAVE {
        @Override
        Optional<String> problem(List<String> words) {
            boolean wrong = words.size() % 2 != 0;
            for (int i = 0; i < words.size(); i++) {
                wrong |= !isBetween(words.get(i), i % 2 == 0 ? 1 : 0, Integer.MAX_VALUE);
            }
            return wrong(wrong, "Invalid save parameters");
        }
    };

    private static final int MAX_BIND = 16;

    /** The type of the directive of that name. @throws IllegalArgumentException when it is none of these */
    static ListType named(String directive) {
        return valueOf(directive.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** The words of a value: those of a single quoted word count one by one. */
    static List<String> words(List<String> values) {
        return values.size() == 1 ? ConfWords.split(values.get(0)).orElse(values) : values;
    }

    /** What is wrong with the words. */
    abstract Optional<String> problem(List<String> words);

    @Override
    public Optional<String> problem(List<String> values, Personality personality) {
        boolean single = this == DIR || this == NOTIFY_KEYSPACE_EVENTS;
        if (single) {
            return values.size() == 1 ? problem(values) : Optional.of(WRONG_COUNT);
        }
        return problem(words(values));
    }

    private static boolean isBetween(String word, long least, long most) {
        var number = ConfNumbers.strict(word);
        return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most;
    }

    private static Optional<String> wrong(boolean isWrong, String reason) {
        return isWrong ? Optional.of(reason) : Optional.empty();
    }
}
