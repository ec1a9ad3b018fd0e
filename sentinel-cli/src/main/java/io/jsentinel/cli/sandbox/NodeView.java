package io.jsentinel.cli.sandbox;

/**
 * One redis-server at one moment, as it describes itself.
 *
 * @param condition whether it can be asked; if not, the rest is without meaning
 * @param isMaster whether it says that it is a master
 * @param masterPort the port of its master if it is a replica, else 0
 * @param linkUp whether it is a replica whose link to its master is up
 * @param offset how much of the replication stream it has
 */
record NodeView(
        String name, int port, Condition condition, boolean isMaster, int masterPort, boolean linkUp, long offset) {

    /** One that cannot be asked. */
    static NodeView mute(String name, int port, Condition condition) {
        return new NodeView(name, port, condition, false, 0, false, 0);
    }

    /** The same without what changes all the time. */
    NodeView withoutOffset() {
        return new NodeView(name, port, condition, isMaster, masterPort, linkUp, 0);
    }

    boolean isUp() {
        return condition == Condition.UP;
    }
}
