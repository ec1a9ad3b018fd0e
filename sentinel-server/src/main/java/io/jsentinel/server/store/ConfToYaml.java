package io.jsentinel.server.store;

import io.jsentinel.config.ConfWords;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.server.store.YamlKey.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements of a {@code sentinel.conf} as a YAML file: each under its key where it has one, the others as lines
 * under {@code directives}. State is left out; it has a file of its own.
 */
final class ConfToYaml {

    /** Each occurrence of these acts, so a later one does not replace an earlier one. */
    private static final Set<String> CUMULATIVE = Set.of("dir");

    /** A line under {@code directives}: the words before its value, and itself. */
    private record Leftover(List<String> head, String line) {}

    private final YamlDocument document = new YamlDocument();
    private final List<Leftover> leftovers = new ArrayList<>();

    /** Masters whose line is in a form that has no keys; all that belongs to them stays with it. */
    private final Set<String> oddMasters = new LinkedHashSet<>();

    private int secrets;

    /** @param statements the words of each, in the order in which they count, the first one in small letters */
    ConfToYaml(List<List<String>> statements) {
        for (List<String> words : statements) {
            if (isStatement(words, "monitor")) {
                meet(words);
            }
        }
        statements.forEach(this::add);
        leftovers.forEach(leftover -> document.directives().add(leftover.line()));
    }

    /** The YAML file. */
    YamlDocument document() {
        return document;
    }

    /** How many secrets stand in it. */
    int secrets() {
        return secrets;
    }

    /** Takes note of a master, so that masters keep their order: whoever comes after an odd one is odd, too. */
    private void meet(List<String> monitor) {
        if (isRegular(monitor) && oddMasters.isEmpty()) {
            document.master(monitor.get(2));
        } else {
            oddMasters.add(monitor.get(2));
        }
    }

    private void add(List<String> words) {
        if (words.get(0).equals("sentinel")) {
            if (words.size() > 1) {
                addSentinel(words);
            }
        } else {
            boolean isSidecar = words.get(0).startsWith(YamlKeys.SIDECAR_PREFIX);
            Optional<YamlKey> key = isSidecar
                    ? YamlKey.named(YamlKeys.SIDECAR, words.get(0).substring(YamlKeys.SIDECAR_PREFIX.length()))
                    : YamlKey.named(YamlKeys.TOP, words.get(0));
            Map<String, String> section = isSidecar ? document.sidecar() : document.top();
            if (key.isEmpty() || !put(key.get(), words, 1, section, () -> document.topMap(words.get(0)))) {
                leave(words, words.subList(0, 1));
            }
        }
    }

    private void addSentinel(List<String> given) {
        String statement = spelled(given.get(1).toLowerCase(Locale.ROOT));
        if (YamlSchema.STATE.contains(statement)) {
            return;
        }
        List<String> words = new ArrayList<>(given);
        words.set(1, statement);
        Optional<YamlKey> own = YamlKey.named(YamlKeys.OWN, statement);
        if (own.isPresent()) {
            if (!put(own.get(), words, 2, document.own(), () -> document.topMap(statement))) {
                leave(words, words.subList(0, 2));
            }
            return;
        }
        String master = words.get(2);
        if (oddMasters.contains(master)) {
            leave(words, words);
        } else if (statement.equals("monitor")) {
            String host = words.get(3).contains(":") ? "[" + words.get(3) + "]" : words.get(3);
            document.master(master).put("address", YamlDocument.text(host + ":" + words.get(4)));
            document.master(master).put("quorum", words.get(5).toLowerCase(Locale.ROOT));
        } else if (statement.equals("quorum-auto")) {
            // The number in the monitor line counts when somebody changed it since.
            String quorum = document.master(master).get("quorum");
            document.master(master).put("quorum", words.get(3).equals(quorum) ? MasterSettings.AUTO : quorum);
        } else {
            addOfMaster(words, statement, master);
        }
    }

    private void addOfMaster(List<String> words, String statement, String master) {
        Optional<YamlKey> key = YamlKey.named(YamlKeys.MASTER, statement);
        if (key.isEmpty()
                || !put(key.get(), words, 3, document.master(master), () -> document.masterMap(master, statement))) {
            leave(words, words.subList(0, 3));
        }
    }

    private static String spelled(String statement) {
        return statement.equals("primary-reboot-down-after-period") ? "master-reboot-down-after-period" : statement;
    }

    private interface Entries {
        Map<String, String> open();
    }

    /**
     * Writes a value under its key.
     *
     * @param from the index of the value's first word
     * @return false when it is in a form that the key cannot have
     */
    private boolean put(YamlKey key, List<String> words, int from, Map<String, String> section, Entries entries) {
        List<String> values = words.subList(from, words.size());
        if (!values.stream().allMatch(YamlDocument::isText)) {
            return false;
        }
        if (key.kind() == Kind.TEXT_MAP || key.kind() == Kind.WORDS_MAP) {
            return putEntry(key, values, entries);
        }
        Optional<String> value = value(key, values);
        boolean again = CUMULATIVE.contains(key.name()) && section.containsKey(key.name());
        if (value.isEmpty() || again) {
            return false;
        }
        List<String> head = words.subList(0, from);
        leftovers.removeIf(earlier -> earlier.head().equals(head));
        secrets += key.kind() == Kind.SECRET && !section.containsKey(key.name()) ? 1 : 0;
        section.remove(key.name());
        section.put(key.name(), value.get());
        return true;
    }

    private boolean putEntry(YamlKey key, List<String> values, Entries entries) {
        boolean fits = key.kind() == Kind.TEXT_MAP ? values.size() == 2 : values.size() > 1;
        if (!fits || entries.open().containsKey(values.get(0))) {
            return false;
        }
        List<String> rest = values.subList(1, values.size());
        secrets += key.name().equals("user") && rest.stream().anyMatch(rule -> rule.startsWith(">")) ? 1 : 0;
        entries.open()
                .put(
                        values.get(0),
                        key.kind() == Kind.TEXT_MAP ? YamlDocument.text(rest.get(0)) : YamlDocument.list(rest));
        return true;
    }

    private static Optional<String> value(YamlKey key, List<String> values) {
        if (key.kind() == Kind.WORDS) {
            return values.isEmpty() ? Optional.empty() : Optional.of(YamlDocument.list(values));
        }
        if (values.size() != 1) {
            return Optional.empty();
        }
        String value = values.get(0);
        String small = value.toLowerCase(Locale.ROOT);
        boolean isNumber = value.matches("-?[0-9]{1,18}");
        return switch (key.kind()) {
            case NUMBER -> Optional.of(value).filter(digits -> isNumber).map(digits -> "" + Long.parseLong(digits));
            case SIZE -> Optional.of(isNumber ? "" + Long.parseLong(value) : YamlDocument.text(value));
            case YES_NO -> Optional.of(small).filter(List.of("yes", "no")::contains);
            case CHOICE -> Optional.of(small).filter(key.choices()::contains);
            default -> Optional.of(YamlDocument.text(value));
        };
    }

    /** Keeps a statement as a line. */
    private void leave(List<String> words, List<String> head) {
        leftovers.add(new Leftover(
                List.copyOf(head), words.stream().map(ConfToYaml::word).collect(Collectors.joining(" "))));
    }

    /** A word of a line, in quotes where it needs them; bytes that are no text become {@code \xHH}. */
    private static String word(String bytes) {
        String word = ConfWords.join(List.of(bytes));
        if (YamlDocument.isText(word)) {
            return word;
        }
        String open = word.startsWith("\"") ? word : "\"" + word + "\"";
        return open.chars()
                .mapToObj(c -> c < 128 ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\x%02x", c))
                .collect(Collectors.joining());
    }

    private static boolean isStatement(List<String> words, String name) {
        return words.size() == 6
                && words.get(0).equals("sentinel")
                && words.get(1).equalsIgnoreCase(name);
    }

    /** Whether name, address and quorum of a {@code monitor} line can be keys and values. */
    private static boolean isRegular(List<String> words) {
        return words.stream().allMatch(YamlDocument::isText)
                && !words.get(3).isEmpty()
                && words.get(4).matches("[0-9]{1,5}")
                && words.get(5).matches("[0-9]{1,9}|(?i:auto)");
    }
}
