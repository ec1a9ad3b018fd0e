package io.jsentinel.cli.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the sandbox does when nobody presses keys: steps in turn. */
record Script(List<Step> steps) {

    /** The script without {@code --script}. */
    static final String DEFAULT = "kill,wait,restart,wait";

    /**
     * The script of a text: words of steps with commas between them; spaces around words and capitals do not matter.
     *
     * @throws IllegalArgumentException naming the position, the word there, and the words that there are
     */
    static Script parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String word = part.trim();
            int position = steps.size() + 1;
            steps.add(Step.of(word.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "step " + position + " of the script, \"" + word + "\", is none of: " + Step.words())));
        }
        return new Script(List.copyOf(steps));
    }
}
