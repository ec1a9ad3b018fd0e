package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A line of the file that is being written anew: what it said, and what it will say. */
final class WrittenLine {

    private final String raw;
    private final Optional<List<String>> words;
    private final Optional<SentinelForm> form;
    private String replacement;

    /** @param raw the line without its line end */
    WrittenLine(String raw) {
        this.raw = raw;
        List<ConfLine> said = new ConfText("", raw).lines();
        this.words = said.isEmpty()
                ? Optional.of(List.of())
                : ConfWords.split(said.get(0).text());
        this.form = words.filter(found -> found.size() > 1 && found.get(0).equalsIgnoreCase("sentinel"))
                .flatMap(found -> SentinelForm.named(found.get(1)));
    }

    String raw() {
        return raw;
    }

    /** Whether nobody has claimed it. */
    boolean isFree() {
        return replacement == null;
    }

    /** The name of the user that it is about, if it is such a line. */
    Optional<String> user() {
        return words.filter(found -> found.size() > 1 && found.get(0).equalsIgnoreCase("user"))
                .map(found -> found.get(1));
    }

    /** Whether it begins with these words, in any case. */
    boolean isAbout(String... first) {
        return words.filter(found -> found.size() >= first.length
                        && IntStream.range(0, first.length)
                                .allMatch(i -> found.get(i).equalsIgnoreCase(first[i])))
                .isPresent();
    }

    /** What it is about, if it is a statement that we write. */
    Optional<SavedStatement.Subject> subject() {
        return form.map(found -> SavedStatement.Subject.of(found, secondWord()));
    }

    /** Whether it says the same already; case does not count where Redis ignores it. */
    boolean says(SavedStatement statement) {
        return sameWords(statement.wordsInTheSpellingOf(words.orElseThrow()));
    }

    /** Gives the line to a statement. */
    void claim(SavedStatement statement) {
        List<String> wanted = statement.wordsInTheSpellingOf(words.orElseThrow());
        replacement = sameWords(wanted) && raw.startsWith(form.orElseThrow().mark())
                ? raw
                : form.orElseThrow().mark() + ConfWords.join(wanted);
    }

    /** What stands here in the new file; nothing when the line goes. */
    Optional<String> text() {
        if (form.isPresent()) {
            return Optional.ofNullable(replacement);
        }
        boolean known = words.filter(found -> found.isEmpty()
                        || DirectiveTable.NAMES.contains(found.get(0).toLowerCase(Locale.ROOT)))
                .isPresent();
        // A line that would keep the next start from happening is kept for people to see.
        return Optional.of(known ? raw : "# ??? " + ConfWords.trim(raw));
    }

    private String secondWord() {
        return words.orElseThrow().size() > 2 ? words.orElseThrow().get(2) : "";
    }

    private boolean sameWords(List<String> wanted) {
        List<String> present = words.orElseThrow();
        if (present.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < present.size(); i++) {
            boolean ignoreCase = i < 2 || i == 3 && form.orElseThrow() == SentinelForm.RENAME_COMMAND;
            if (!(ignoreCase
                    ? present.get(i).equalsIgnoreCase(wanted.get(i))
                    : present.get(i).equals(wanted.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
