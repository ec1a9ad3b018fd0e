package io.jsentinel.it;

import io.jsentinel.testkit.SentinelProcess;
import java.util.List;

/** What stands in the configuration file of a sentinel, as its next start will read it. */
record StateFile(String text) {

    /** The file as it is now. */
    static StateFile of(SentinelProcess sentinel) {
        return new StateFile(sentinel.confText());
    }

    /** The highest epoch that it has seen. */
    String currentEpoch() {
        return value("sentinel current-epoch ");
    }

    /** The epoch in which it last voted about the master. */
    String leaderEpoch() {
        return value("sentinel leader-epoch " + Cluster.NAME + " ");
    }

    /** The end of the one line that begins like this. */
    private String value(String beginning) {
        List<String> lines =
                text.lines().filter(line -> line.startsWith(beginning)).toList();
        if (lines.size() != 1) {
            throw new IllegalStateException("not one line with '" + beginning + "' but " + lines + " in\n" + text);
        }
        return lines.get(0).substring(beginning.length());
    }
}
