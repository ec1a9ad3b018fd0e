package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.Announce;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.config.SidecarConfig.Guard;
import io.jsentinel.config.SidecarConfig.Local;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.sidecar.SidecarStart;
import io.jsentinel.step.Effect;
import io.jsentinel.step.KeptFile;
import java.util.List;
import java.util.Optional;

/** A pod: a Redis server and a daemon on one host, with a disk that outlives both. */
public final class SimPod {

    /** How long a file takes to get to the disk. */
    public static final long WRITE_MILLIS = 3;

    /** The name of all pods. */
    public static final String SERVICE = "redis-headless.test";

    public static final int REDIS_PORT = 6379;
    public static final int SENTINEL_PORT = 26379;

    /** What time it is for people when the world begins. */
    private static final long WALL_MILLIS = 1_700_000_000_000L;

    private final SimRedis redis;
    private final SimSentinel daemon;
    private final String name;
    private Boot boot;
    private String record = "";

    public SimPod(String name, SimRedis redis, SimSentinel daemon, Boot boot) {
        this.name = name;
        this.redis = redis;
        this.daemon = daemon;
        this.boot = boot;
        redis.inPod();
        redis.announcedAs(host());
        redis.configuredToFollow(Optional.of(redis.endpoint()));
        daemon.in(this);
    }

    public SimRedis redis() {
        return redis;
    }

    public SimSentinel daemon() {
        return daemon;
    }

    /** The name in DNS. */
    public String host() {
        return name + "." + SERVICE;
    }

    public String address() {
        return redis.endpoint().host();
    }

    public boolean isRunning() {
        return daemon.isRunning();
    }

    /** What its daemon is told at its next start. */
    public void boot(Boot next) {
        boot = next;
    }

    public SidecarStart start() {
        SidecarConfig config = new SidecarConfig(
                new Pod(name, address(), "", SERVICE, Announce.NAME),
                new Local("m", address(), REDIS_PORT, "role.conf", "record"),
                boot,
                Guard.DEFAULT);
        return new SidecarStart(config, record, WALL_MILLIS + redis.world().nowMillis());
    }

    /** A file gets to the disk. */
    public void keep(Effect.KeepFile effect) {
        if (effect.file() == KeptFile.RECORD) {
            record = effect.text();
            return;
        }
        List<String> words = effect.text()
                .lines()
                .filter(line -> line.startsWith("replicaof "))
                .map(line -> List.of(line.split(" ")))
                .findFirst()
                .orElseThrow();
        redis.configuredToFollow(Optional.of(new Endpoint(words.get(1), Integer.parseInt(words.get(2)))));
    }

    /** Both processes end at once; what is beside the disk is lost, the role file too. */
    public void kill() {
        redis.crash();
        daemon.crash();
        redis.configuredToFollow(Optional.of(redis.endpoint()));
    }

    /** The next start is at another address; it must not run. */
    public void moveTo(String host) {
        redis.moveTo(new Endpoint(host, REDIS_PORT));
        daemon.moveTo(new Endpoint(host, SENTINEL_PORT));
        redis.configuredToFollow(Optional.of(redis.endpoint()));
    }

    /** What its daemon kept is gone, its server is as it was; the daemon must not run. */
    void losesRecord() {
        record = "";
        daemon.store().lost();
    }

    /** Its disk is empty; it must not run. */
    public void emptyDisk() {
        record = "";
        daemon.store().lost();
        redis.replication().emptied();
    }

    @Override
    public String toString() {
        return name;
    }
}
