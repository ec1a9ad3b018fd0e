package io.jsentinel.it;

import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a program of others sends to sentinels, and how it reads what comes back. In the file: {@code > words} is a
 * request of RESP, {@code >> bytes} one or several inline commands, {@code *n} the number of answers; then what must be
 * true of both programs' answers: {@code ? expression} that the whole bytes match, {@code [i] text} for element i of a
 * flat array. {@code ! reason} says why the answers need not be equal. {@code # text} is a remark.
 *
 * @param steps the requests, in their order
 */
record Transcript(List<Step> steps) {

    /**
     * One request.
     *
     * @param request as it stands in the file, for messages
     * @param bytes what is sent
     * @param answers how many answers follow
     * @param patterns what the answers match
     * @param elements the texts of elements of a flat array, by index
     * @param excuse why the answers of both programs may differ; empty when they must not
     */
    record Step(
            String request,
            String bytes,
            int answers,
            List<String> patterns,
            Map<Integer, String> elements,
            String excuse) {}

    /**
     * Reads the file of that name.
     *
     * @param port the master's port, which stands for {@code {port}}
     */
    static Transcript read(String name, int port) {
        List<Step> steps = new ArrayList<>();
        for (String line :
                text(name).replace("{port}", Integer.toString(port)).lines().toList()) {
            if (line.startsWith(">")) {
                steps.add(request(line));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                steps.set(steps.size() - 1, with(steps.get(steps.size() - 1), line));
            }
        }
        return new Transcript(List.copyOf(steps));
    }

    private static Step request(String line) {
        String bytes = line.startsWith(">> ")
                ? line.substring(3).replace("\\r\\n", "\r\n") + "\r\n"
                : RespClient.command(line.substring(2).split(" "));
        return new Step(line, bytes, 1, List.of(), Map.of(), "");
    }

    private static Step with(Step step, String line) {
        String rest = line.substring(line.indexOf(' ') + 1);
        return switch (line.charAt(0)) {
            case '*' ->
                new Step(
                        step.request(),
                        step.bytes(),
                        Integer.parseInt(line.substring(1)),
                        step.patterns(),
                        step.elements(),
                        step.excuse());
            case '?' -> {
                List<String> patterns = new ArrayList<>(step.patterns());
                patterns.add(rest);
                yield new Step(step.request(), step.bytes(), step.answers(), patterns, step.elements(), step.excuse());
            }
            case '[' -> {
                Map<Integer, String> elements = new TreeMap<>(step.elements());
                elements.put(Integer.valueOf(line.substring(1, line.indexOf(']'))), rest);
                yield new Step(step.request(), step.bytes(), step.answers(), step.patterns(), elements, step.excuse());
            }
            case '!' -> new Step(step.request(), step.bytes(), step.answers(), step.patterns(), step.elements(), rest);
            default -> throw new IllegalArgumentException("cannot read the line: " + line);
        };
    }

    private static String text(String name) {
        try (InputStream file = Transcript.class.getResourceAsStream("/transcripts/" + name + ".txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
