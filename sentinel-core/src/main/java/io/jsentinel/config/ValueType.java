package io.jsentinel.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What values a plain directive takes. Source: redis.conf, and what redis-sentinel 7.0 says to each wrong value. */
interface ValueType {

    /** What is said about too few and too many values. */
    String WRONG_COUNT = "wrong number of arguments";

    /** Any one text. */
    ValueType TEXT = one(value -> Optional.empty());

    /** A yes or a no, in any case. */
    ValueType YES_OR_NO = one(value -> value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no")
            ? Optional.empty()
            : Optional.of("argument must be 'yes' or 'no'"));

    /** The name of a version that is imitated. */
    ValueType VERSION = new Choice(Personality.names(), false);

    /** A host name; empty for none. */
    ValueType HOST_NAME = one(value -> value.matches("[A-Za-z0-9.-]*")
            ? Optional.empty()
            : Optional.of("Hostnames may only contain alphanumeric characters, hyphens or dots"));

    /** What the process calls itself in a process list. */
    ValueType TITLE = one(ValueType::titleProblem);

    /** A check of the one value of a directive. */
    @FunctionalInterface
    interface OneValue {

        /** What is wrong with the value; nothing when it can be used. */
        Optional<String> problem(String value);
    }

    /**
     * What is wrong with the values.
     *
     * @param values the words behind the directive's name
     * @param personality whose words are used where versions differ
     * @return Redis' words; nothing when the values can be used
     */
    Optional<String> problem(List<String> values, Personality personality);

    /**
     * The type of that name, as {@link DirectiveTable} has it: a word, for some followed by bounds or choices.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ValueType named(String spec) {
        List<String> words = Arrays.asList(spec.split(" "));
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "text" -> TEXT;
            case "yesno" -> YES_OR_NO;
            case "enum" -> new Choice(rest, false);
            case "flags" -> new Choice(rest, true);
            case "whole", "memory", "percent", "octal" -> NumberType.named(words.get(0), rest);
            case "file" -> fileName(rest.get(0), "filename", rest.contains("full"));
            case "folder" -> fileName(rest.get(0), "dirname", true);
            case "host" -> HOST_NAME;
            case "title" -> TITLE;
            case "version" -> VERSION;
            default -> ListType.named(words.get(0));
        };
    }

    /** One of several words, in any case; or, as flags, at least one of them. */
    record Choice(List<String> choices, boolean several) implements ValueType {

        @Override
        public Optional<String> problem(List<String> values, Personality personality) {
            if (!several && values.size() != 1) {
                return Optional.of(WRONG_COUNT);
            }
            boolean allKnown = values.stream().allMatch(value -> choices.contains(value.toLowerCase(Locale.ROOT)));
            return allKnown && !values.isEmpty()
                    ? Optional.empty()
                    : Optional.of("argument(s) must be one of the following: " + String.join(", ", shown(personality)));
        }

        /** Redis 7.0 does not have the level "nothing" yet: it is taken, but not named in its words. */
        private List<String> shown(Personality personality) {
            return choices.stream()
                    .filter(choice -> personality != Personality.REDIS_7_0 || !choice.equals("nothing"))
                    .toList();
        }
    }

    private static ValueType one(OneValue check) {
        return (values, personality) -> values.size() == 1 ? check.problem(values.get(0)) : Optional.of(WRONG_COUNT);
    }

    private static ValueType fileName(String directive, String what, boolean neverEmpty) {
        return one(value -> {
            if (value.isEmpty() && neverEmpty) {
                return Optional.of(directive + " can't be empty");
            }
            return value.contains("/") ? Optional.of(directive + " can't be a path, just a " + what) : Optional.empty();
        });
    }

    private static Optional<String> titleProblem(String value) {
        Matcher variable = Pattern.compile("\\{(title|listen-addr|server-mode|port|tls-port|unixsocket|config-file)}")
                .matcher(value);
        boolean wrong = value.isEmpty() || variable.replaceAll("").contains("{");
        return wrong ? Optional.of("template format is invalid or contains unknown variables") : Optional.empty();
    }
}
