package io.jsentinel.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The test classes of all modules, as sources: which of them a document names. A reference is {@code Class} or
 * {@code Class.method}; where two modules have a class of that name, {@code module/} stands before it.
 */
final class NamedTests {

    private static final List<String> MODULES =
            List.of("sentinel-core", "sentinel-testkit", "sentinel-server", "sentinel-cli");

    private static final Pattern RUN = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@Disabled\\b");

    /** Where the member before has its end: what lies between is a member's annotations. */
    private static final Pattern BEFORE = Pattern.compile("\\S.*| {4}}| {4}\\S.*(;|\\{})");

    /** The sources, by {@code module/Class}; two of that name in one module are both there. */
    private final Map<String, List<String>> sources = new TreeMap<>();

    /** @param root the folder that the modules are in */
    NamedTests(Path root) {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
                for (Path file : (Iterable<Path>) files.filter(NamedTests::isTest)::iterator) {
                    String name = file.getFileName().toString().replace(".java", "");
                    add(module + "/" + name, Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of given sources, each under {@code module/Class}. */
    NamedTests(Map<String, String> sources) {
        sources.forEach(this::add);
    }

    private void add(String name, String source) {
        sources.computeIfAbsent(name, unseen -> new ArrayList<>()).add(source);
    }

    private static boolean isTest(Path file) {
        return file.toString().matches(".*(Test|IT)\\.java");
    }

    /** Why a reference leads to no test that runs; nothing when it leads to one. */
    Optional<String> problem(String reference) {
        String[] parts = reference.split("\\.");
        List<String> found = sources.entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(parts[0]) || entry.getKey().endsWith("/" + parts[0]))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        if (found.size() != 1) {
            return Optional.of(reference + (found.isEmpty() ? " is no test class" : " is the name of two classes"));
        }
        List<String> lines = found.get(0).lines().toList();
        if (lines.stream().anyMatch(line -> line.startsWith("@Disabled"))) {
            return Optional.of(reference + " is disabled as a whole");
        }
        Pattern method = Pattern.compile("void " + (parts.length > 1 ? Pattern.quote(parts[1]) : "\\w+") + "\\(");
        boolean runs = false;
        for (int i = 0; i < lines.size(); i++) {
            runs |= method.matcher(lines.get(i)).find() && isRun(annotations(lines, i));
        }
        return runs ? Optional.empty() : Optional.of(reference + " has no test that is run");
    }

    private static boolean isRun(String annotations) {
        return RUN.matcher(annotations).find()
                && !SWITCHED_OFF.matcher(annotations).find();
    }

    private static String annotations(List<String> lines, int method) {
        int first = method;
        while (first > 0 && !BEFORE.matcher(lines.get(first - 1)).matches()) {
            first--;
        }
        return String.join("\n", lines.subList(first, method));
    }
}
