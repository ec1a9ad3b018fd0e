package io.jsentinel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The lines of the file that is being written anew, in order, and those that we write ourselves by what they are about. */
final class WrittenLines {

    private List<WrittenLine> lines = new ArrayList<>();

    /** A file may hold thousands of masters. */
    private final Map<SavedStatement.Subject, List<WrittenLine>> bySubject = new LinkedHashMap<>();

    /** @param text the file's text */
    WrittenLines(String text) {
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (!text.isEmpty()) {
            for (String raw : body.split("\n", -1)) {
                add(raw);
            }
        }
    }

    /** Puts a line at the end. */
    WrittenLine add(String raw) {
        WrittenLine line = new WrittenLine(raw);
        lines.add(line);
        line.subject()
                .ifPresent(subject -> bySubject
                        .computeIfAbsent(subject, unseen -> new ArrayList<>(1))
                        .add(line));
        return line;
    }

    /** Whether there is a line of that very text. */
    boolean has(String raw) {
        return lines.stream().anyMatch(line -> line.raw().equals(raw));
    }

    /** Whether nothing is in the file. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether there are lines, and the last one is empty. */
    boolean endsEmpty() {
        return lines.size() > 1 && lines.get(lines.size() - 1).raw().isEmpty();
    }

    /** The last line that fits. */
    Optional<WrittenLine> last(Predicate<WrittenLine> fits) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (fits.test(lines.get(i))) {
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }

    /** Nobody has claimed the lines about ourselves any more. */
    void release() {
        for (SentinelForm form : SentinelForm.values()) {
            if (form.pass() == SentinelForm.Pass.OURSELVES) {
                about(new SavedStatement.Subject(form, "")).forEach(WrittenLine::release);
            }
        }
    }

    /** Nobody has claimed the lines about a master any more. */
    void release(String master) {
        for (SentinelForm form : SentinelForm.values()) {
            if (form.pass() != SentinelForm.Pass.OURSELVES) {
                about(new SavedStatement.Subject(form, master)).forEach(WrittenLine::release);
            }
        }
    }

    /** Gives a statement the first free line about the same that fits, if there is one. */
    boolean claim(SavedStatement statement, Predicate<WrittenLine> fits) {
        for (WrittenLine line : about(statement.subject())) {
            if (line.isFree() && fits.test(line)) {
                line.claim(statement);
                return true;
            }
        }
        return false;
    }

    /**
     * Makes every line say what it is to say.
     *
     * @param newText the text for each line, in order; nothing for a line that goes
     */
    void settle(Function<WrittenLine, Optional<String>> newText) {
        List<WrittenLine> kept = new ArrayList<>(lines.size());
        for (WrittenLine line : lines) {
            Optional<String> text = newText.apply(line);
            if (text.isPresent()) {
                line.becomes(text.get());
                kept.add(line);
            } else {
                line.subject().ifPresent(subject -> bySubject.get(subject).remove(line));
            }
        }
        lines = kept;
    }

    /** The text of the file. */
    String text() {
        int length = 0;
        for (WrittenLine line : lines) {
            length += line.raw().length() + 1;
        }
        StringBuilder text = new StringBuilder(length);
        lines.forEach(line -> text.append(line.raw()).append('\n'));
        return text.toString();
    }

    private List<WrittenLine> about(SavedStatement.Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
