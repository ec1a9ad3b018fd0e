package io.jsentinel.topology;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a Redis server says it has; a server of another kind names the one that it is compatible with.
 *
 * @param major the first number
 * @param minor the second number
 */
public record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {

    /** The first that can pause writes alone. */
    public static final ServerVersion PAUSES_WRITES = new ServerVersion(6, 2);

    private static final Pattern FIELD =
            Pattern.compile("^redis_version:(\\d{1,4})\\.(\\d{1,4})(?:\\D|$)", Pattern.MULTILINE);

    /** The version in the words of an INFO; absent when it says none. */
    public static Optional<ServerVersion> in(String infoText) {
        Matcher found = FIELD.matcher(infoText);
        return found.find()
                ? Optional.of(new ServerVersion(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ServerVersion other) {
        int byMajor = Integer.compare(major, other.major);
        return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
