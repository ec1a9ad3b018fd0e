package io.jsentinel.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;

/**
 * What a {@link SentinelProcess} is to be, and its start. The timing holds for every master that is monitored;
 * whatever else is wanted goes in by {@link #line}.
 */
public final class SentinelSetup {

    private final List<String> command;
    private final List<Monitored> monitored = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private Optional<Path> folder = Optional.empty();
    private Optional<String> password = Optional.empty();
    private Optional<String> masterPassword = Optional.empty();
    private OptionalInt port = OptionalInt.empty();
    private Optional<TlsMaterial> material = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private long downAfterMillis = 1_000;
    private long failoverTimeoutMillis = 10_000;
    private int parallelSyncs = 1;
    private Duration startBound = Duration.ofSeconds(30);

    SentinelSetup(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** One master that is monitored. */
    private record Monitored(String name, String host, int port, int quorum) {}

    /** Monitors a master on 127.0.0.1; may be called for several. */
    public SentinelSetup monitor(String name, int masterPort, int quorum) {
        return monitor(name, "127.0.0.1", masterPort, quorum);
    }

    /** Monitors a master at an address or a host name; may be called for several. */
    public SentinelSetup monitor(String name, String host, int masterPort, int quorum) {
        monitored.add(new Monitored(name, host, masterPort, quorum));
        return this;
    }

    /** The time without an answer after which an instance counts as down; 1000 unless set. */
    public SentinelSetup downAfterMillis(long millis) {
        downAfterMillis = millis;
        return this;
    }

    /** The failover timeout; 10000 unless set. */
    public SentinelSetup failoverTimeoutMillis(long millis) {
        failoverTimeoutMillis = millis;
        return this;
    }

    /** How many replicas are given a new master at a time; 1 unless set. */
    public SentinelSetup parallelSyncs(int replicas) {
        parallelSyncs = replicas;
        return this;
    }

    /** The password of the masters and their replicas. */
    public SentinelSetup masterPassword(String secret) {
        masterPassword = Optional.of(secret);
        return this;
    }

    /** The password that clients of this sentinel, and the other sentinels, need. */
    public SentinelSetup password(String secret) {
        password = Optional.of(secret);
        return this;
    }

    /** One more line of the configuration file, after the others. */
    public SentinelSetup line(String confLine) {
        lines.add(confLine);
        return this;
    }

    /** Words that its command line has after the name of the configuration file. */
    public SentinelSetup option(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    /** Which port it listens on; without this, a free one. */
    public SentinelSetup port(int wanted) {
        port = OptionalInt.of(wanted);
        return this;
    }

    /** The folder for its files, which the caller removes; without this, a temporary folder of its own. */
    public SentinelSetup folder(Path existing) {
        folder = Optional.of(existing);
        return this;
    }

    /**
     * It speaks TLS only, with clients as well as with other processes.
     *
     * @param files what it shows and trusts
     * @param client what our own clients of it need
     */
    public SentinelSetup tls(TlsMaterial files, SSLContext client) {
        material = Optional.of(files);
        tls = Optional.of(client);
        return this;
    }

    /** How long its start may take. */
    public SentinelSetup startBound(Duration bound) {
        startBound = bound;
        return this;
    }

    /** Starts it and waits until it answers. With no port given, it tries other ports when one was taken meanwhile. */
    public SentinelProcess start() {
        return ServerProcess.startOn(port, freePort -> new SentinelProcess(this, freePort));
    }

    List<String> command() {
        return command;
    }

    List<String> options() {
        return List.copyOf(options);
    }

    Optional<Path> folder() {
        return folder;
    }

    Optional<String> password() {
        return password;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Duration startBound() {
        return startBound;
    }

    /** The text of the configuration file. */
    String conf(int listenPort, Path home) {
        StringBuilder conf = new StringBuilder();
        conf.append(TlsMaterial.ports(material, listenPort)).append("bind 127.0.0.1\n");
        conf.append("dir ").append(RedisSetup.quoted(home.toString())).append('\n');
        conf.append("logfile ")
                .append(RedisSetup.quoted(home.resolve("server.log").toString()))
                .append('\n');
        password.map(RedisSetup::quoted)
                .ifPresent(secret -> conf.append("requirepass ").append(secret).append('\n'));
        monitored.forEach(master -> append(conf, master));
        lines.forEach(line -> conf.append(line).append('\n'));
        return conf.toString();
    }

    private void append(StringBuilder conf, Monitored master) {
        String name = master.name();
        conf.append(
                "sentinel monitor " + name + " " + master.host() + " " + master.port() + " " + master.quorum() + "\n");
        conf.append("sentinel down-after-milliseconds " + name + " " + downAfterMillis + "\n");
        conf.append("sentinel failover-timeout " + name + " " + failoverTimeoutMillis + "\n");
        conf.append("sentinel parallel-syncs " + name + " " + parallelSyncs + "\n");
        masterPassword.ifPresent(
                secret -> conf.append("sentinel auth-pass " + name + " " + RedisSetup.quoted(secret) + "\n"));
    }
}
