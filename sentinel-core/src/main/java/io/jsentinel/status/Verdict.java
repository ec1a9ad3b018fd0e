package io.jsentinel.status;

/**
 * What a probe says.
 *
 * @param isGood whether the answer is yes
 * @param reason why, for people; one line, never empty
 */
public record Verdict(boolean isGood, String reason) {

    /** Yes, because. */
    public static Verdict yes(String reason) {
        return new Verdict(true, reason);
    }

    /** No, because. */
    public static Verdict no(String reason) {
        return new Verdict(false, reason);
    }
}
