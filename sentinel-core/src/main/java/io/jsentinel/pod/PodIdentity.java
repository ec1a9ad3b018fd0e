package io.jsentinel.pod;

import java.util.OptionalInt;

/**
 * A pod of the set: a name that stays while its address and its processes change.
 *
 * @param name the name, such as {@code redis-0}
 */
public record PodIdentity(String name) implements Comparable<PodIdentity> {

    /** The longest name of a pod. */
    public static final int MAX_LENGTH = 253;

    private static final int MAX_DIGITS = 6;

    /** The number at the end of the name, counted from 0; absent when the name has none. */
    public OptionalInt ordinal() {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        boolean isNumber = name.indexOf('-') > 0 && digits.matches("[0-9]{1," + MAX_DIGITS + "}");
        return isNumber ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /** Whether a set of so many pods has this one: those with the highest ordinals leave first. */
    public boolean isAmong(int replicas) {
        return ordinal().isEmpty() || ordinal().getAsInt() < replicas;
    }

    /** By ordinal, then by name; a pod without an ordinal comes last. */
    @Override
    public int compareTo(PodIdentity other) {
        int byOrdinal = Integer.compare(
                ordinal().orElse(Integer.MAX_VALUE), other.ordinal().orElse(Integer.MAX_VALUE));
        return byOrdinal != 0 ? byOrdinal : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
