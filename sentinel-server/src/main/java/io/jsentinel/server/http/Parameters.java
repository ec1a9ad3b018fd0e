package io.jsentinel.server.http;

import io.jsentinel.status.ReplicaLimits;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of probes. What cannot be read is an error: a limit that is not understood must not become none. */
final class Parameters {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(b|kb|mb|gb|tb)?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,12})(ms|s|min|m|h)?");

    private final Map<String, String> query;

    /** A parameter that cannot be read; the message says which, and what was expected. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    Parameters(Map<String, String> query) {
        this.query = query;
    }

    /** How far behind a replica may be: {@code lag} in bytes ({@code 1MB}), {@code max-link-down} in seconds ({@code 5s}). */
    ReplicaLimits limits() throws Unreadable {
        return new ReplicaLimits(
                size("lag").orElse(Long.MAX_VALUE), millis("max-link-down").orElse(0));
    }

    /** Whether a flag is set: {@code ?strict}, {@code ?strict=true}, {@code =1} or {@code =yes}. */
    boolean flag(String name) {
        String value = query.get(name);
        return value != null && (value.isEmpty() || value.matches("(?i)true|1|yes|on"));
    }

    /** A number of bytes, with {@code kB}, {@code MB}, {@code GB} or {@code TB} in powers of 1024. */
    OptionalLong size(String name) throws Unreadable {
        Optional<Matcher> matcher = matcher(name, SIZE, "a number of bytes such as 1048576 or 1MB");
        if (matcher.isEmpty()) {
            return OptionalLong.empty();
        }
        String unit = Optional.ofNullable(matcher.get().group(2)).orElse("b");
        int power = "bkmgt".indexOf(unit.charAt(0));
        long number = Long.parseLong(matcher.get().group(1));
        long factor = 1L << (10 * power);
        return OptionalLong.of(number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor);
    }

    /** A time, in seconds unless a unit is given. */
    OptionalLong millis(String name) throws Unreadable {
        Optional<Matcher> matcher = matcher(name, TIME, "a time such as 5s or 500ms");
        if (matcher.isEmpty()) {
            return OptionalLong.empty();
        }
        long factor = switch (Optional.ofNullable(matcher.get().group(2)).orElse("s")) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "h" -> 3_600_000;
            default -> 60_000;
        };
        return OptionalLong.of(Long.parseLong(matcher.get().group(1)) * factor);
    }

    private Optional<Matcher> matcher(String name, Pattern pattern, String expected) throws Unreadable {
        String value = query.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            String shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
            throw new Unreadable("the parameter " + name + " is '" + shown + "', expected " + expected);
        }
        return Optional.of(matcher);
    }
}
