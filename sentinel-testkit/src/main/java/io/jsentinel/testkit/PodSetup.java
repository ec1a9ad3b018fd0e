package io.jsentinel.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a {@link PodSet} is to be, and its making; no pod runs until it is started. */
public final class PodSetup {

    /** When the Redis server of a pod starts. */
    public enum Gate {
        /** With the daemon, as containers of one pod do: its role file is then the one that an init step wrote. */
        BOTH_AT_ONCE,
        /** When the daemon has decided what it is to be, as behind the startup probe of a native sidecar. */
        DAEMON_FIRST
    }

    private final int size;
    private final Map<String, String> redisDirectives = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Gate gate = Gate.BOTH_AT_ONCE;
    private Consumer<LoopbackPod> preStop = pod -> {};
    private boolean tellsSize = true;
    private long downAfterMillis = 1_000;

    PodSetup(int size) {
        this.size = size;
        redisDirectives.put("save", "\"\"");
        redisDirectives.put("appendonly", "yes");
        redisDirectives.put("repl-diskless-sync-delay", "0");
        redisDirectives.put("protected-mode", "no");
    }

    /** A directive of each redis.conf, value as it stands there; AOF is on and RDB off unless said otherwise here. */
    public PodSetup redis(String directive, String value) {
        redisDirectives.put(directive, value);
        return this;
    }

    /** One more line of each daemon's configuration, after the others. */
    public PodSetup line(String confLine) {
        lines.add(confLine);
        return this;
    }

    /** A variable of each daemon's environment. */
    public PodSetup environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** When the Redis servers start; both at once unless set. */
    public PodSetup gate(Gate wanted) {
        gate = wanted;
        return this;
    }

    /** What is done with a pod that is stopped, before its processes are asked to end. */
    public PodSetup preStop(Consumer<LoopbackPod> hook) {
        preStop = hook;
        return this;
    }

    /** The daemons are not told how many pods there are. */
    public PodSetup withoutSize() {
        tellsSize = false;
        return this;
    }

    /** The time without an answer after which an instance counts as down; 1000 unless set. */
    public PodSetup downAfterMillis(long millis) {
        downAfterMillis = millis;
        return this;
    }

    /** The set, with its names and addresses and without processes. */
    public PodSet create() {
        return new PodSet(this);
    }

    int size() {
        return size;
    }

    Gate gate() {
        return gate;
    }

    Consumer<LoopbackPod> preStop() {
        return preStop;
    }

    Map<String, String> environment() {
        return environment;
    }

    String redisConf() {
        StringBuilder conf = new StringBuilder();
        redisDirectives.forEach(
                (name, value) -> conf.append(name).append(' ').append(value).append('\n'));
        return conf.toString();
    }

    String daemonConf(int replicas) {
        StringBuilder conf = new StringBuilder();
        if (tellsSize) {
            conf.append("sidecar-replicas ").append(replicas).append('\n');
        }
        conf.append("sentinel down-after-milliseconds mymaster ")
                .append(downAfterMillis)
                .append('\n');
        conf.append("sentinel failover-timeout mymaster 10000\n");
        lines.forEach(line -> conf.append(line).append('\n'));
        return conf.toString();
    }
}
