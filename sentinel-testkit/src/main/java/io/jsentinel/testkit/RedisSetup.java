package io.jsentinel.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;

/**
 * What a {@link RedisServer} is to be, and its start. Passwords go into its configuration file only, so they are in
 * no process list.
 */
public final class RedisSetup {

    private final Map<String, String> directives = new LinkedHashMap<>();
    private Optional<RedisBinary> binary = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private OptionalInt port = OptionalInt.empty();
    private Optional<TlsMaterial> material = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Duration startBound = Duration.ofSeconds(20);

    RedisSetup() {
        directives.put("bind", "127.0.0.1");
        directives.put("save", "");
        directives.put("repl-diskless-sync-delay", "0");
    }

    /** Which program runs; without this, {@link RedisBinary#find()}. */
    public RedisSetup binary(RedisBinary program) {
        binary = Optional.of(program);
        return this;
    }

    /** The folder for its files, which the caller removes; without this, a temporary folder of its own. */
    public RedisSetup folder(Path existing) {
        folder = Optional.of(existing);
        return this;
    }

    /** Which port it listens on; without this, a free one. */
    public RedisSetup port(int wanted) {
        port = OptionalInt.of(wanted);
        return this;
    }

    /** Whose replica it is. */
    public RedisSetup replicaOf(RedisServer master) {
        return replicaOf(master.port());
    }

    /** The port on 127.0.0.1 of the master whose replica it is. */
    public RedisSetup replicaOf(int masterPort) {
        return set("replicaof", "127.0.0.1 " + masterPort);
    }

    /** The password that clients need, and that it uses towards its master. */
    public RedisSetup password(String secret) {
        return set("requirepass", quoted(secret)).set("masterauth", quoted(secret));
    }

    /** A line of its configuration file; {@code value} is as in that file, quotes included. The last one wins. */
    public RedisSetup set(String directive, String value) {
        directives.put(directive, value);
        return this;
    }

    /**
     * It speaks TLS only, with clients as well as with other processes.
     *
     * @param files what it shows and trusts
     * @param client what our own clients of it need
     */
    public RedisSetup tls(TlsMaterial files, SSLContext client) {
        material = Optional.of(files);
        tls = Optional.of(client);
        return this;
    }

    /** How long its start may take. */
    public RedisSetup startBound(Duration bound) {
        startBound = bound;
        return this;
    }

    /** Starts it and waits until it answers. With no port given, it tries other ports when one was taken meanwhile. */
    public RedisServer start() {
        return ServerProcess.startOn(port, freePort -> new RedisServer(this, freePort));
    }

    RedisBinary binaryOrFound() {
        return binary.orElseGet(RedisBinary::find);
    }

    Optional<Path> folder() {
        return folder;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Duration startBound() {
        return startBound;
    }

    /** The password in clear text, if one is needed. */
    Optional<String> password() {
        return Optional.ofNullable(directives.get("requirepass")).map(RedisSetup::unquoted);
    }

    /** The text of the configuration file. */
    String conf(int listenPort, Path home) {
        StringBuilder conf = new StringBuilder();
        conf.append(TlsMaterial.ports(material, listenPort));
        conf.append("dir ").append(quoted(home.toString())).append('\n');
        conf.append("logfile ")
                .append(quoted(home.resolve("server.log").toString()))
                .append('\n');
        directives.forEach((directive, value) -> conf.append(directive)
                .append(' ')
                .append(value.isEmpty() ? "\"\"" : value)
                .append('\n'));
        return conf.toString();
    }

    /** A value in the quotes of a Redis configuration file. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String unquoted(String value) {
        return value.startsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : value;
    }
}
