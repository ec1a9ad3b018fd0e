package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.ServerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes that end although nobody here ended them. Each is told once, and only a moment later: when Ctrl-C
 * ends the processes and the sandbox at the same time, there is nothing to tell.
 */
final class EndWatch {

    private static final long GRACE_NANOS = 400_000_000;

    private final Scene scene;
    private final Map<Long, Long> firstSeenNanos = new HashMap<>();
    private final Set<Long> told = new HashSet<>();

    EndWatch(Scene scene) {
        this.scene = scene;
    }

    /** The names of those that are to be told now. */
    List<String> look() {
        List<String> names = new ArrayList<>();
        for (ServerProcess process : scene.all()) {
            if (process.endedByItself()) {
                long sinceNanos = firstSeenNanos.computeIfAbsent(process.pid(), pid -> System.nanoTime());
                if (System.nanoTime() - sinceNanos >= GRACE_NANOS && told.add(process.pid())) {
                    names.add(scene.name(process));
                }
            }
        }
        return names;
    }
}
