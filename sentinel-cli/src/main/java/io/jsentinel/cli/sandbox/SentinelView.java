package io.jsentinel.cli.sandbox;

import java.util.List;

/**
 * One sentinel at one moment: what it says of the master.
 *
 * @param condition whether it can be asked; if not, the rest is without meaning
 * @param masterPort the port of the master that it names
 * @param doubts which of {@code s_down}, {@code o_down} and {@code failover_in_progress} it says of the master
 * @param usableReplicas how many replicas it knows that are not down in its eyes
 * @param otherSentinels how many other sentinels it knows
 */
record SentinelView(
        String name,
        int port,
        Condition condition,
        int masterPort,
        List<String> doubts,
        int usableReplicas,
        int otherSentinels) {

    /** One that cannot be asked. */
    static SentinelView mute(String name, int port, Condition condition) {
        return new SentinelView(name, port, condition, 0, List.of(), 0, 0);
    }

    boolean isUp() {
        return condition == Condition.UP;
    }
}
