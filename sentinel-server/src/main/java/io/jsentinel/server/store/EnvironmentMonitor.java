package io.jsentinel.server.store;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.server.store.EnvironmentValues.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The master that the environment means, and the line that makes it known.
 *
 * @param name its name
 * @param isMonitored whether it is monitored: by the file, by the environment, or because a pod beside us serves it
 * @param fileLines the lines of the file; with another quorum if the environment says one
 * @param ownLines what the environment adds
 */
record EnvironmentMonitor(String name, boolean isMonitored, List<ConfLine> fileLines, List<ConfLine> ownLines) {

    private static final String USUAL_NAME = "mymaster";
    private static final String USUAL_PORT = "6379";
    private static final String USUAL_QUORUM = "2";

    /** Stands for a master that is not known yet, in images that have no other way to say it. */
    private static final String NOT_YET = "0.0.0.0";

    private static final int MONITOR_WORDS = 6;

    EnvironmentMonitor {
        fileLines = List.copyOf(fileLines);
        ownLines = List.copyOf(ownLines);
    }

    /**
     * The master of an environment beside a file.
     *
     * @throws ConfigException when the port or the quorum cannot be one
     */
    static EnvironmentMonitor of(EnvironmentValues values, List<ConfLine> file) throws ConfigException {
        List<String> known = new ArrayList<>();
        file.stream()
                .filter(line -> isMonitor(words(line)))
                .forEach(line -> known.add(words(line).get(2)));
        Optional<Value> given =
                values.of(EnvironmentVariable.MASTER_NAME).or(() -> values.of(EnvironmentVariable.SIDECAR_MASTER_NAME));
        String name = given.map(Value::text)
                .or(() -> value(file, "sidecar-master-name"))
                .orElse(known.size() == 1 ? known.get(0) : USUAL_NAME);
        boolean isPod = values.of(EnvironmentVariable.SIDECAR_POD).isPresent()
                || value(file, "sidecar-pod").isPresent();
        if (isPod && given.isPresent()) {
            // One name for one thing: the set of pods has no other master than the one that is meant here.
            values.putIfAbsent(EnvironmentVariable.SIDECAR_MASTER_NAME, given.get());
        }
        Optional<Value> quorum = values.of(EnvironmentVariable.QUORUM);
        if (quorum.isPresent()) {
            checkQuorum(quorum.get());
        }
        if (known.contains(name)) {
            return new EnvironmentMonitor(
                    name, true, quorum.isEmpty() ? file : with(file, name, quorum.get()), List.of());
        }
        Optional<Value> host = values.of(EnvironmentVariable.MASTER_HOST)
                .filter(place -> !place.text().equals(NOT_YET));
        return host.isEmpty()
                ? new EnvironmentMonitor(name, isPod, file, List.of())
                : new EnvironmentMonitor(name, true, file, lines(values, file, name, host.get()));
    }

    private static List<ConfLine> lines(EnvironmentValues values, List<ConfLine> file, String name, Value host)
            throws ConfigException {
        Optional<Value> port = values.of(EnvironmentVariable.MASTER_PORT);
        if (port.isPresent()) {
            checkPort(port.get());
        }
        String quorum = values.of(EnvironmentVariable.QUORUM).map(Value::text).orElse(USUAL_QUORUM);
        String place = ConfLine.ENVIRONMENT + host.variable();
        List<ConfLine> lines = new ArrayList<>();
        lines.add(new ConfLine(
                place,
                1,
                ConfWords.join(List.of(
                        "sentinel",
                        "monitor",
                        name,
                        host.text(),
                        port.map(Value::text).orElse(USUAL_PORT),
                        quorum))));
        boolean isSaid =
                values.of(EnvironmentVariable.PREFIX + "RESOLVE_HOSTNAMES").isPresent()
                        || file.stream().anyMatch(line -> isStatement(words(line), "resolve-hostnames"));
        if (!isSaid && IpLiteral.canonical(host.text()).isEmpty()) {
            // Whoever gives a name wants it to be looked up. The images that this serves do so by default.
            lines.add(new ConfLine(place, 1, "sentinel resolve-hostnames yes"));
        }
        return lines;
    }

    /** The lines with another quorum; where the master is stays as the file has it, for that is memory. */
    private static List<ConfLine> with(List<ConfLine> file, String name, Value quorum) {
        List<ConfLine> lines = new ArrayList<>();
        for (ConfLine line : file) {
            List<String> words = new ArrayList<>(words(line));
            if (isMonitor(words) && words.get(2).equals(name)) {
                words.set(MONITOR_WORDS - 1, quorum.text());
                lines.add(new ConfLine(line.file(), line.number(), ConfWords.join(words)));
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private static void checkQuorum(Value quorum) throws ConfigException {
        if (!quorum.text().matches("[1-9]\\d{0,8}|(?i:auto)")) {
            throw quorum.error("expected a whole number of 1 or greater, or auto");
        }
    }

    private static void checkPort(Value port) throws ConfigException {
        if (!port.text().matches("\\d{1,5}") || Integer.parseInt(port.text()) > Endpoint.MAX_PORT) {
            throw port.error("expected a port between 0 and " + Endpoint.MAX_PORT);
        }
    }

    /** The last value of a directive of the file. */
    private static Optional<String> value(List<ConfLine> file, String directive) {
        return file.stream()
                .map(EnvironmentMonitor::words)
                .filter(words -> words.size() == 2 && words.get(0).equalsIgnoreCase(directive))
                .map(words -> words.get(1))
                .reduce((first, last) -> last)
                .filter(found -> !found.isEmpty());
    }

    private static boolean isMonitor(List<String> words) {
        return words.size() == MONITOR_WORDS && isStatement(words, "monitor");
    }

    private static boolean isStatement(List<String> words, String name) {
        return words.size() > 2
                && words.get(0).equalsIgnoreCase("sentinel")
                && words.get(1).equalsIgnoreCase(name);
    }

    private static List<String> words(ConfLine line) {
        return ConfWords.split(line.text()).orElse(List.of());
    }
}
