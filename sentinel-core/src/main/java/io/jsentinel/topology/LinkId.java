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
}
