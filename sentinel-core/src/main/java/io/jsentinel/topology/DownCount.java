package io.jsentinel.topology;

/** How many of the masters that are watched together are subjectively down. */
final class DownCount {

    private int masters;

    void wentDown() {
        masters++;
    }

    void cameUp() {
        masters--;
    }

    int masters() {
        return masters;
    }
}
