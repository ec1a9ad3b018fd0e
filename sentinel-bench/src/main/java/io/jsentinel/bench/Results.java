package io.jsentinel.bench;

import io.jsentinel.server.json.Json;
import io.jsentinel.server.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that is known of the experiments, with the machine that it was measured on; it can be written as JSON and read
 * again.
 */
final class Results {

    private static final double ROUNDING = 1_000;

    private final Map<String, String> machine = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    /** The machine and the versions, names to values. */
    Map<String, String> machine() {
        return machine;
    }

    /** Notes on what it was measured, in place of what was known of that. */
    void measuredOn(Map<String, String> facts) {
        machine.clear();
        machine.putAll(facts);
    }

    /** What came of an experiment, if it was measured. */
    Optional<Outcome> outcome(String experiment) {
        return Optional.ofNullable(outcomes.get(experiment));
    }

    /** Takes in an outcome, in place of an older one of the same experiment. */
    void put(Outcome outcome) {
        outcomes.put(outcome.experiment(), outcome);
    }

    /** All of it as JSON, a line for each outcome, values to a thousandth. */
    String json() {
        String lines = outcomes.values().stream()
                .map(outcome -> Json.text(object(outcome)))
                .collect(Collectors.joining(",\n", "[\n", "\n]"));
        return "{\"machine\": " + Json.text(machine) + ",\n\"outcomes\": " + lines + "}\n";
    }

    private static Map<String, Object> object(Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>();
        outcome.values().forEach((contender, byKey) -> {
            Map<String, Object> rounded = new LinkedHashMap<>();
            byKey.forEach((key, list) -> rounded.put(
                    key,
                    list.stream()
                            .map(value -> Math.rint(value * ROUNDING) / ROUNDING)
                            .collect(Collectors.toList())));
            values.put(contender, rounded);
        });
        return Json.object(
                "experiment", outcome.experiment(),
                "command", outcome.command(),
                "loadBefore", outcome.loadBefore(),
                "skipped", outcome.skipped().orElse(null),
                "values", values,
                "failures", outcome.failures());
    }

    /**
     * What was written by {@link #json()}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Results parse(String text) {
        Results results = new Results();
        try {
            Object all = Json.parse(text);
            entries(Json.at(all, "machine")).forEach((name, value) -> results.machine.put(name, value.toString()));
            for (Object each : list(Json.at(all, "outcomes"))) {
                results.put(outcome(each));
            }
            return results;
        } catch (JsonException e) {
            throw new IllegalArgumentException("no results: " + e.getMessage(), e);
        }
    }

    private static Outcome outcome(Object from) {
        Outcome outcome = new Outcome(
                Json.textAt(from, "experiment")
                        .orElseThrow(() -> new IllegalArgumentException("an outcome of nothing")),
                Json.textAt(from, "command").orElse(""),
                number(Json.at(from, "loadBefore").orElse(-1.0)));
        Json.textAt(from, "skipped").ifPresent(outcome::skip);
        entries(Json.at(from, "values"))
                .forEach((contender, byKey) -> entries(Optional.of(byKey)).forEach((key, values) -> {
                    for (Object value : list(Optional.of(values))) {
                        outcome.add(contender, Map.of(key, number(value)));
                    }
                }));
        entries(Json.at(from, "failures")).forEach((contender, reasons) -> {
            for (Object reason : list(Optional.of(reasons))) {
                outcome.fail(contender, reason.toString());
            }
        });
        return outcome;
    }

    private static Map<String, Object> entries(Optional<Object> value) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (value.orElse(null) instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> entries.put(key.toString(), entry));
        }
        return entries;
    }

    private static List<?> list(Optional<Object> value) {
        return value.orElse(null) instanceof List<?> list ? list : new ArrayList<>();
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("expected a number, but there is " + value);
    }
}
