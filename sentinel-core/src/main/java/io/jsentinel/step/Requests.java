package io.jsentinel.step;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The commands that we send, under the names that they have on the nodes of one master. */
public final class Requests {

    /** The channel on which sentinels find each other. */
    public static final String HELLO_CHANNEL = "__sentinel__:hello";

    private final String master;
    private final Map<String, String> renamed;

    private Requests(String master, Map<String, String> renamed) {
        this.master = master;
        this.renamed = renamed;
    }

    /** Requests to the nodes of a master, and about it. */
    public static Requests of(Master master) {
        return new Requests(master.name(), master.settings().renamedCommands());
    }

    /** Requests to a node of a master that is not watched yet. */
    public static Requests of(String master, MasterSettings settings) {
        return new Requests(master, settings.renamedCommands());
    }

    /** The question what the daemon of another pod knows. @param wish the words of a wish for its vote, or none */
    public Request peerState(List<String> wish) {
        List<String> words = new ArrayList<>(List.of("peerstate", master));
        words.addAll(wish);
        return new Request(Kind.PEER_STATE, master, prefixed("SENTINEL", words));
    }

    /** Changes a setting of a node until its next start. */
    public Request configSet(String name, String value) {
        return request(Kind.CONFIG_SET, "CONFIG", "SET", name, value);
    }

    private static List<String> prefixed(String first, List<String> rest) {
        List<String> words = new ArrayList<>(List.of(first));
        words.addAll(rest);
        return words;
    }

    private Request request(Kind kind, String command, String... args) {
        String[] words = new String[args.length + 1];
        words[0] = renamed.isEmpty() ? command : renamed.getOrDefault(command.toUpperCase(Locale.ROOT), command);
        System.arraycopy(args, 0, words, 1, args.length);
        return new Request(kind, master, List.of(words));
    }

    /** The login, when there is a password. */
    public Optional<Request> auth(Credentials credentials) {
        return credentials
                .password()
                .map(password -> credentials
                        .user()
                        .map(user -> request(Kind.AUTH, "AUTH", user, password))
                        .orElseGet(() -> request(Kind.AUTH, "AUTH", password)));
    }

    /** Gives the connection the name that people see in CLIENT LIST. */
    public Request setName(RunId self, String purpose) {
        return request(Kind.SETNAME, "CLIENT", "SETNAME", Peer.connectionName(self, purpose));
    }

    public Request subscribe() {
        return request(Kind.SUBSCRIBE, "SUBSCRIBE", HELLO_CHANNEL);
    }

    public Request ping() {
        return request(Kind.PING, "PING");
    }

    public Request info() {
        return request(Kind.INFO, "INFO");
    }

    public Request hello(String payload) {
        return request(Kind.HELLO, "PUBLISH", HELLO_CHANNEL, payload);
    }

    /** No client may write for so long; reading goes on. Since Redis 6.2. */
    public Request pauseWrites(long millis) {
        return request(Kind.PAUSE_WRITES, "CLIENT", "PAUSE", Long.toString(millis), "WRITE");
    }

    /** Clients may write again. */
    public Request resumeWrites() {
        return request(Kind.RESUME_WRITES, "CLIENT", "UNPAUSE");
    }

    /** The name of some key. */
    public Request randomKey() {
        return request(Kind.RANDOM_KEY, "RANDOMKEY");
    }

    /** How many of these keys there are. */
    public Request exists(List<String> keys) {
        return request(Kind.EXISTS, "EXISTS", keys.toArray(new String[0]));
    }

    public Request scriptKill() {
        return request(Kind.SCRIPT_KILL, "SCRIPT", "KILL");
    }

    /** The question whether a master is down, and whom the other sentinel votes for. */
    public Request masterDown(Endpoint address, long epoch, String candidate) {
        return request(
                Kind.MASTER_DOWN,
                "SENTINEL",
                "is-master-down-by-addr",
                address.host(),
                Integer.toString(address.port()),
                Long.toString(epoch),
                candidate);
    }

    /** Tells another sentinel that the master is being worked on, or not any more. */
    public Request tellPaused(boolean isPaused) {
        return request(Kind.TELL_PAUSED, "SENTINEL", "SET", master, "paused", isPaused ? "yes" : "no");
    }

    /** The address that a question made by {@link #masterDown} is about. */
    public static Endpoint masterDownAddress(Request question) {
        return new Endpoint(
                question.args().get(2), Integer.parseInt(question.args().get(3)));
    }

    /**
     * What makes a node follow another, or nobody: the role, the node's own file, and its clients, which must ask again
     * where the master is.
     *
     * @param newMaster whom to follow, empty to be a master
     * @param form which commands, and whether in a transaction
     */
    public List<Request> order(Optional<Endpoint> newMaster, OrderForm form) {
        List<Request> parts = new ArrayList<>();
        if (form.transaction()) {
            parts.add(request(Kind.MULTI, "MULTI"));
        }
        parts.add(role(newMaster, form.replicaOf() ? Kind.REPLICAOF : Kind.SLAVEOF));
        if (form.rewrite()) {
            parts.add(rewriteConfig());
        }
        if (form.kill()) {
            parts.addAll(killClients());
        }
        if (form.cut()) {
            parts.add(request(Kind.REPLICA_KILL, "CLIENT", "KILL", "TYPE", "slave"));
        }
        if (form.transaction()) {
            parts.add(request(Kind.EXEC, "EXEC"));
        }
        return parts;
    }

    /** Makes a node send its clients away, so that they ask again where the master is. */
    public List<Request> killClients() {
        return List.of(
                request(Kind.CLIENT_KILL, "CLIENT", "KILL", "TYPE", "normal"),
                request(Kind.CLIENT_KILL, "CLIENT", "KILL", "TYPE", "pubsub"));
    }

    /** Makes a node write its role into its own file. */
    public Request rewriteConfig() {
        return request(Kind.CONFIG_REWRITE, "CONFIG", "REWRITE");
    }

    private Request role(Optional<Endpoint> newMaster, Kind kind) {
        return newMaster
                .map(to -> request(kind, kind.command(), to.host(), Integer.toString(to.port())))
                .orElseGet(() -> request(kind, kind.command(), "NO", "ONE"));
    }
}
