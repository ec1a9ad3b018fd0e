package io.jsentinel.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pod of a {@link PodSet}: a Redis server and our daemon on one address, with a disk that outlives them. */
public final class LoopbackPod extends PodAnswers {

    private static final Duration TERMINATE_BOUND = Duration.ofSeconds(20);
    private static final Duration GATE_BOUND = Duration.ofMinutes(5);

    private final PodSet set;
    private final int ordinal;
    private final PodFiles files;
    private final FakeDns dns = FakeDns.start();
    private String address;
    private boolean published;
    private boolean alone;
    private Optional<ChildProcess> redis = Optional.empty();
    private Optional<ChildProcess> daemon = Optional.empty();
    private Optional<Thread> gate = Optional.empty();

    LoopbackPod(PodSet set, int ordinal, String address) {
        this.set = set;
        this.ordinal = ordinal;
        this.address = address;
        this.files = new PodFiles(set.folder().resolve(name()));
    }

    /** The name, such as {@code redis-0}. */
    public String name() {
        return "redis-" + ordinal;
    }

    @Override
    public String host() {
        return name() + "." + PodSet.SERVICE;
    }

    /** The number in the name, from 0. */
    public int ordinal() {
        return ordinal;
    }

    @Override
    public synchronized String address() {
        return address;
    }

    /** The DNS server that this pod's daemon asks; what it answers follows the set unless {@link #seesOnlyItself}. */
    public FakeDns dns() {
        return dns;
    }

    /** The disk: what is in it is still there after a restart. */
    public Path disk() {
        return files.disk();
    }

    /** From now on this pod's daemon finds no other pod by name, as inside a partition; false ends that. */
    public void seesOnlyItself(boolean only) {
        alone = only;
        set.publish();
    }

    void start() {
        startDaemon();
        if (set.setup().gate() == PodSetup.Gate.BOTH_AT_ONCE) {
            startRedis();
        } else {
            Thread waiting = new Thread(this::startRedisBehindGate, "testkit-gate-" + name());
            waiting.setDaemon(true);
            gate = Optional.of(waiting);
            waiting.start();
        }
    }

    /** Starts the daemon, also beside a Redis server that runs; one that runs is ended at once. */
    public synchronized void startDaemon() {
        daemon.ifPresent(ChildProcess::kill);
        published = true;
        set.publish();
        files.write("sentinel.conf", daemonConf());
        List<String> command = new ArrayList<>(JsentinelCommand.of());
        command.addAll(List.of(files.path("sentinel.conf"), "--state-dir", files.path("data/state")));
        ProcessBuilder builder = files.builder(command, "daemon");
        builder.environment().put("JSENTINEL_DNS_SERVERS", dns.server());
        builder.environment().putAll(set.setup().environment());
        daemon = Optional.of(ChildProcess.start(builder));
    }

    /** Starts the Redis server; one that runs is ended at once. */
    public synchronized void startRedis() {
        redis.ifPresent(ChildProcess::kill);
        published = true;
        set.publish();
        files.safeRole(address, PodSet.REDIS_PORT);
        files.write("redis.conf", redisConf());
        redis = Optional.of(ChildProcess.start(files.builder(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --bind \"$1\" /etc/hosts && exec \"$2\" \"$3\"",
                        "pod",
                        set.hostsFile().toString(),
                        RedisBinary.find().path().toString(),
                        files.path("redis.conf")),
                "redis")));
    }

    private String redisConf() {
        return set.setup().redisConf()
                + "bind " + address + "\nbind-source-addr " + address + "\nport " + PodSet.REDIS_PORT
                + "\ndir " + disk() + "\ninclude " + files.roleFile() + "\n";
    }

    private String daemonConf() {
        return "port " + PodSet.SENTINEL_PORT + "\nbind " + address + "\nbind-source-addr " + address
                + "\nsidecar-pod " + name()
                + "\nsidecar-pod-ip " + address
                + "\nsidecar-service " + PodSet.SERVICE
                + "\nsidecar-redis-host " + address
                + "\nsidecar-redis-port " + PodSet.REDIS_PORT
                + "\nsidecar-role-file " + files.roleFile()
                + "\nsidecar-record-file " + files.path("data/sidecar.record")
                + "\n" + set.setup().daemonConf(set.size());
    }

    private void startRedisBehindGate() {
        try {
            Await.atMost(GATE_BOUND).until("the gate is open", this::isGateOpen);
        } catch (Await.TimedOut e) {
            // The pod ends before its server was to start, or the daemon never decides what it is to be.
            return;
        }
        startRedis();
    }

    /** Ends the Redis server at once; the daemon stays. */
    public synchronized void killRedis() {
        redis.ifPresent(ChildProcess::kill);
        redis = Optional.empty();
    }

    /** Ends the daemon at once; the Redis server stays. */
    public synchronized void killDaemon() {
        daemon.ifPresent(ChildProcess::kill);
        daemon = Optional.empty();
    }

    void kill() {
        endGate();
        killRedis();
        killDaemon();
        left();
    }

    void stop() {
        endGate();
        set.setup().preStop().accept(this);
        redis.ifPresent(process -> process.terminate(TERMINATE_BOUND));
        daemon.ifPresent(process -> process.terminate(TERMINATE_BOUND));
        redis = Optional.empty();
        daemon = Optional.empty();
        left();
    }

    private void endGate() {
        gate.ifPresent(waiting -> {
            waiting.interrupt();
            Await.atMost(TERMINATE_BOUND).until("the gate is gone", () -> !waiting.isAlive());
        });
        gate = Optional.empty();
    }

    /** A pod that has ended has lost all but its disk: also the role file. */
    private void left() {
        published = false;
        files.loseAllButDisk();
        set.publish();
    }

    synchronized void moveTo(String newAddress) {
        requireStopped();
        address = newAddress;
    }

    void emptyDisk() {
        requireStopped();
        files.emptyDisk();
    }

    private void requireStopped() {
        if (redis.isPresent() || daemon.isPresent()) {
            throw new IllegalStateException(name() + " still runs");
        }
    }

    /** Freezes both processes: a node that stands still. */
    public void freeze() {
        redis.ifPresent(ChildProcess::freeze);
        daemon.ifPresent(ChildProcess::freeze);
    }

    /** Lets both go on. */
    public void thaw() {
        redis.ifPresent(ChildProcess::thaw);
        daemon.ifPresent(ChildProcess::thaw);
    }

    /** Whether its name is known, which it is from its start to its end, ready or not. */
    boolean isPublished() {
        return published;
    }

    /** The addresses of the pods that run, as this one's DNS server has them from now on. */
    void tell(List<LoopbackPod> running) {
        List<LoopbackPod> seen =
                running.stream().filter(pod -> !alone || pod == this).toList();
        set.pods().forEach(pod -> dns.remove(pod.host()));
        seen.forEach(pod -> dns.set(pod.host(), pod.address()));
        if (seen.isEmpty()) {
            dns.remove(PodSet.SERVICE);
        } else {
            dns.set(PodSet.SERVICE, seen.stream().map(LoopbackPod::address).toArray(String[]::new));
        }
    }

    @Override
    public boolean hasRedis() {
        return redis.filter(ChildProcess::isAlive).isPresent();
    }

    /** Whether the daemon's process exists. */
    public boolean hasDaemon() {
        return daemon.filter(ChildProcess::isAlive).isPresent();
    }

    /** All that the daemon has logged in all its lives. */
    public String daemonLog() {
        return files.logs("daemon").text();
    }

    /** What its disk says about how fresh its data are; empty when it says nothing. */
    public String recordText() {
        return files.read("data/sidecar.record");
    }

    /** The end of its logs, for failure messages. */
    public String logTail() {
        return files.logs("daemon").tail() + "\n" + files.logs("redis").tail();
    }

    void close() {
        endGate();
        killRedis();
        killDaemon();
        dns.close();
    }

    @Override
    public String toString() {
        return name() + " at " + address();
    }
}
