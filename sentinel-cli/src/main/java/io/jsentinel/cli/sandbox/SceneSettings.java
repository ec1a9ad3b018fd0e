package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.RedisBinary;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link Scene} is made of.
 *
 * @param redis the redis-server that runs
 * @param sentinelCommand the command of a sentinel, to which the path of its configuration file is added
 * @param folder the folder in which each process gets its own
 */
record SceneSettings(
        RedisBinary redis,
        List<String> sentinelCommand,
        int replicas,
        int sentinels,
        long downAfterMillis,
        Path folder) {

    /** How many sentinels must agree that the master is down: more than half. */
    int quorum() {
        return sentinels / 2 + 1;
    }
}
