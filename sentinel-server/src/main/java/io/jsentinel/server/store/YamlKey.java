package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.MasterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting of the YAML form: a key, and the directive of {@code sentinel.conf} with the same name that it stands for.
 *
 * @param name the key
 * @param kind what its value looks like
 * @param choices the values of a {@link Kind#CHOICE}, else none
 * @param meaning a line for people, shown by editors
 */
record YamlKey(String name, Kind kind, List<String> choices, String meaning) {

    /** What a value looks like, and how it becomes words of a line. */
    enum Kind {
        /** A whole number. */
        NUMBER,
        /** A whole number, or the word {@code auto}. */
        NUMBER_OR_AUTO,
        /** A number of bytes: a whole number, or a text such as {@code 32mb}. */
        SIZE,
        /** One text. */
        TEXT,
        /** One text that nobody else may see; the key with {@code -file} behind it names a file that holds it. */
        SECRET,
        /** The path of a file with one secret. */
        SECRET_FILE,
        YES_NO,
        /** One of a few words. */
        CHOICE,
        /** A text or a list of texts, all words of one line. */
        WORDS,
        /** A map of texts: a line for each entry. */
        TEXT_MAP,
        /** A map of words: a line for each entry. */
        WORDS_MAP
    }

    /** The ending of the keys that name a file with a secret. */
    static final String FILE_ENDING = "-file";

    static YamlKey of(String name, Kind kind, String meaning) {
        return new YamlKey(name, kind, List.of(), meaning);
    }

    static YamlKey choice(String name, List<String> choices, String meaning) {
        return new YamlKey(name, Kind.CHOICE, choices, meaning);
    }

    /** The key that names a file which holds the value of this one. */
    YamlKey fileKey() {
        return of(name + FILE_ENDING, Kind.SECRET_FILE, meaning + ": a file that holds it");
    }

    /** The directive that the key stands for. */
    String directive() {
        return kind == Kind.SECRET_FILE ? name.substring(0, name.length() - FILE_ENDING.length()) : name;
    }

    /**
     * The lines that a value stands for.
     *
     * @param head the words before the value
     * @throws ConfigException when the value is of another kind
     */
    List<ConfLine> lines(YamlValue value, List<String> head) throws ConfigException {
        return switch (kind) {
            case NUMBER -> List.of(line(value, head, List.of(value.number())));
            case NUMBER_OR_AUTO -> List.of(line(value, head, List.of(value.numberOr(MasterSettings.AUTO))));
            case SIZE, TEXT, SECRET -> List.of(line(value, head, List.of(value.text())));
            case SECRET_FILE -> List.of(line(value, head, List.of(value.secretInFile())));
            case YES_NO -> List.of(line(value, head, List.of(value.yesOrNo())));
            case CHOICE -> List.of(line(value, head, List.of(value.word())));
            case WORDS -> List.of(line(value, head, value.texts()));
            case TEXT_MAP, WORDS_MAP -> entryLines(value, head);
        };
    }

    private List<ConfLine> entryLines(YamlValue value, List<String> head) throws ConfigException {
        List<ConfLine> lines = new ArrayList<>();
        for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
            List<String> inner = new ArrayList<>(head);
            inner.add(entry.getKey());
            YamlValue text = entry.getValue();
            lines.add(line(text, inner, kind == Kind.TEXT_MAP ? List.of(text.text()) : text.words()));
        }
        return lines;
    }

    private static ConfLine line(YamlValue value, List<String> head, List<String> values) {
        List<String> words = new ArrayList<>(head);
        words.addAll(values);
        return value.line(ConfWords.join(words));
    }

    /** The key with a name, among those of one section. */
    static Optional<YamlKey> named(List<YamlKey> keys, String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
