package io.jsentinel.command;

/**
 * The patterns of Redis: {@code *}, {@code ?}, {@code [abc]}, {@code [^a-z]} and {@code \} before a character that is
 * meant literally; upper and lower case differ.
 *
 * <p>Only the last star is ever tried again, which is enough because an earlier one can give it nothing new. So the
 * work is at most the product of both lengths, whatever the pattern. A pattern of more than {@value #MAX_PATTERN} bytes
 * describes nothing: nobody means it, and everybody else would wait for it.
 */
public final class Glob {

    /** The longest pattern that can describe something. */
    public static final int MAX_PATTERN = 1024;

    private final String pattern;
    private final String text;

    /** Where the pattern is read. */
    private int at;

    private Glob(String pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    /** Whether the whole text is described by the pattern. */
    public static boolean matches(String pattern, String text) {
        return pattern.length() <= MAX_PATTERN && new Glob(pattern, text).run();
    }

    private boolean run() {
        int afterStar = -1;
        int retry = 0;
        int t = 0;
        while (t < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                at++;
                afterStar = at;
                retry = t;
            } else if (at < pattern.length() && takes(text.charAt(t))) {
                t++;
            } else if (afterStar >= 0) {
                at = afterStar;
                retry++;
                t = retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** Whether the element of the pattern at {@code at} describes the character; moves behind that element. */
    private boolean takes(char c) {
        char element = pattern.charAt(at++);
        if (element == '?') {
            return true;
        }
        if (element == '[') {
            return takesFromSet(c);
        }
        if (element == '\\' && at < pattern.length()) {
            element = pattern.charAt(at++);
        }
        return element == c;
    }

    /** A set that never ends counts as ending with the pattern, as in Redis. */
    private boolean takesFromSet(char c) {
        boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
        if (negated) {
            at++;
        }
        boolean found = false;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            char from = pattern.charAt(at);
            if (from == '\\' && at + 1 < pattern.length()) {
                found |= pattern.charAt(at + 1) == c;
                at += 2;
            } else if (at + 2 < pattern.length() && pattern.charAt(at + 1) == '-') {
                char to = pattern.charAt(at + 2);
                found |= c >= Math.min(from, to) && c <= Math.max(from, to);
                at += 3;
            } else {
                found |= from == c;
                at++;
            }
        }
        at = Math.min(at + 1, pattern.length());
        return found != negated;
    }
}
