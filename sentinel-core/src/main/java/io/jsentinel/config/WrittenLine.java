package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A line of the file that is being written anew: what it says, and what it will say. */
final class WrittenLine {

    private String raw;

    /** The statement that it is, if it is one that we write; null otherwise. */
    private SentinelForm form;

    private SavedStatement.Subject subject;
    private String user;
    private boolean levelOfLog;
    private boolean known;
    private String replacement;

    /** Who claimed the line last; null before. */
    private SavedStatement claimant;

    /** Whose text the line has, known without reading it; null when it was read from the file. */
    private SavedStatement said;

    /** @param raw the line without its line end */
    WrittenLine(String raw) {
        becomes(raw);
    }

    /** It says this from now on; whoever claimed it keeps it. */
    void becomes(String line) {
        said = claimant;
        if (line.equals(raw)) {
            return;
        }
        raw = line;
        Optional<List<String>> split = split();
        List<String> words = split.orElse(List.of());
        form = isAbout(words, "sentinel") && words.size() > 1
                ? SentinelForm.named(words.get(1)).orElse(null)
                : null;
        subject = form == null ? null : SavedStatement.Subject.of(form, words.size() > 2 ? words.get(2) : "");
        user = isAbout(words, "user") && words.size() > 1 ? words.get(1) : null;
        levelOfLog = isAbout(words, "loglevel");
        known = split.isPresent()
                && (words.isEmpty()
                        || DirectiveTable.NAMES.contains(words.get(0).toLowerCase(Locale.ROOT)));
        if (replacement != null) {
            replacement = raw;
        }
    }

    String raw() {
        return raw;
    }

    /** Whether nobody has claimed it. */
    boolean isFree() {
        return replacement == null;
    }

    /** Nobody has claimed it any more. */
    void release() {
        replacement = null;
    }

    /** The name of the user that it is about, if it is such a line. */
    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** Whether it names the level of the log. */
    boolean isLevelOfLog() {
        return levelOfLog;
    }

    /** Whether it names this level of the log. */
    boolean isLevelOfLog(String level) {
        List<String> words = split().orElse(List.of());
        return levelOfLog && words.size() > 1 && words.get(1).equalsIgnoreCase(level);
    }

    /** What it is about, if it is a statement that we write. */
    Optional<SavedStatement.Subject> subject() {
        return Optional.ofNullable(subject);
    }

    /** Whether it says the same already; case does not count where Redis ignores it. */
    boolean says(SavedStatement statement) {
        if (statement.equals(said)) {
            return true;
        }
        List<String> words = split().orElseThrow();
        return sameWords(words, statement.wordsInTheSpellingOf(words));
    }

    /** Gives the line to a statement. */
    void claim(SavedStatement statement) {
        claimant = statement;
        if (statement.equals(said)) {
            replacement = raw;
            return;
        }
        List<String> words = split().orElseThrow();
        List<String> wanted = statement.wordsInTheSpellingOf(words);
        replacement =
                sameWords(words, wanted) && raw.startsWith(form.mark()) ? raw : form.mark() + ConfWords.join(wanted);
    }

    /** What stands here in the new file; nothing when the line goes. */
    Optional<String> text() {
        if (form != null) {
            return Optional.ofNullable(replacement);
        }
        // A line that would keep the next start from happening is kept for people to see.
        return Optional.of(known ? raw : "# ??? " + ConfWords.trim(raw));
    }

    /** The words, made anew each time: thousands of lines are remembered, and few are looked at again. */
    private Optional<List<String>> split() {
        List<ConfLine> said = new ConfText("", raw).lines();
        return said.isEmpty()
                ? Optional.of(List.of())
                : ConfWords.split(said.get(0).text());
    }

    private static boolean isAbout(List<String> words, String directive) {
        return !words.isEmpty() && words.get(0).equalsIgnoreCase(directive);
    }

    private boolean sameWords(List<String> present, List<String> wanted) {
        if (present.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < present.size(); i++) {
            boolean ignoreCase = i < 2 || i == 3 && form == SentinelForm.RENAME_COMMAND;
            if (!(ignoreCase
                    ? present.get(i).equalsIgnoreCase(wanted.get(i))
                    : present.get(i).equals(wanted.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
