package io.jsentinel.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link CountingWriter} does.
 *
 * @param sentinels the sentinels that it asks for the master
 * @param masterName the name of the master
 * @param replicas how many replicas must have a write for it to count as confirmed: all that there are; 0 = it never waits
 *     for replicas, so that nothing but writes is in the gaps between them
 * @param pause the pause between two writes
 * @param masterPassword the password of master and replicas, if they have one
 */
public record WriterPlan(
        List<InetSocketAddress> sentinels,
        String masterName,
        int replicas,
        Duration pause,
        Optional<String> masterPassword) {

    /** A plan without password, with a write every five milliseconds. @param sentinelPorts of sentinels on 127.0.0.1 */
    public static WriterPlan of(List<Integer> sentinelPorts, String masterName, int replicas) {
        return at(sentinelPorts.stream().map(RespClient::loopback).toList(), masterName, replicas);
    }

    /** A plan without password, with a write every five milliseconds, for sentinels anywhere. */
    public static WriterPlan at(List<InetSocketAddress> sentinels, String masterName, int replicas) {
        return new WriterPlan(List.copyOf(sentinels), masterName, replicas, Duration.ofMillis(5), Optional.empty());
    }

    /** The same plan with another pause. */
    public WriterPlan pause(Duration longerOrShorter) {
        return new WriterPlan(sentinels, masterName, replicas, longerOrShorter, masterPassword);
    }

    /** The same plan with a password. */
    public WriterPlan password(String secret) {
        return new WriterPlan(sentinels, masterName, replicas, pause, Optional.of(secret));
    }
}
