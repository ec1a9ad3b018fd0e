package io.jsentinel.topology;

/**
 * One connection to one node. A new connection to the same node has the same number and the next generation, so an
 * answer of an old connection is known as such.
 *
 * @param number which link, from 1
 * @param generation which connection of that link, from 1
 */
public record LinkId(long number, long generation) {

    /** The identity of the connection that replaces this one. */
    public LinkId next() {
        return new LinkId(number, generation + 1);
    }

    // The JVM makes the code of a record's own comparison anew at each start, and the first compiler calls it piece by
    // piece.

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkId id && number == id.number && generation == id.generation;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * number + generation);
    }
}
