package io.jsentinel.server.store;

import io.jsentinel.config.Personality;
import io.jsentinel.server.store.YamlKey.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of the YAML form: every setting that has an effect is one line here, and is thereby read, converted in both
 * directions, and known to editors. What is not here goes under {@code directives}.
 */
final class YamlKeys {

    /** The settings of the process. */
    static final List<YamlKey> TOP = withFiles(
            YamlKey.of("port", Kind.NUMBER, "the TCP port, 0 = none; default 26379"),
            YamlKey.of("bind", Kind.WORDS, "the addresses to listen on; a leading - marks one that may be missing"),
            YamlKey.of("protected-mode", Kind.YES_NO, "refuse clients from elsewhere while there is no password"),
            YamlKey.of("unixsocket", Kind.TEXT, "the path of a unix socket to listen on"),
            YamlKey.of("unixsocketperm", Kind.TEXT, "the mode of that socket, octal"),
            YamlKey.of("bind-source-addr", Kind.TEXT, "the local address of outgoing connections"),
            YamlKey.of("tcp-backlog", Kind.NUMBER, "the length of the listener's queue; default 511"),
            YamlKey.of("tcp-keepalive", Kind.NUMBER, "seconds between TCP keep-alives, 0 = off; default 300"),
            YamlKey.of("timeout", Kind.NUMBER, "seconds after which an idle client is closed, 0 = never"),
            YamlKey.of("maxclients", Kind.NUMBER, "the most client connections at once; default 10000"),
            YamlKey.of("client-query-buffer-limit", Kind.SIZE, "the most bytes of one client that wait to be read"),
            YamlKey.of("proto-max-bulk-len", Kind.SIZE, "the longest text of a request"),
            YamlKey.of("client-output-buffer-limit", Kind.WORDS_MAP, "by class: hard limit, soft limit, seconds"),
            YamlKey.of("tls-port", Kind.NUMBER, "the TLS port, 0 = none"),
            YamlKey.of("tls-cert-file", Kind.TEXT, "the certificate, PEM"),
            YamlKey.of("tls-key-file", Kind.TEXT, "its private key, PEM"),
            YamlKey.of("tls-key-file-pass", Kind.SECRET, "the password of the private key"),
            YamlKey.of("tls-client-cert-file", Kind.TEXT, "the certificate for outgoing connections"),
            YamlKey.of("tls-client-key-file", Kind.TEXT, "its private key"),
            YamlKey.of("tls-client-key-file-pass", Kind.SECRET, "the password of that private key"),
            YamlKey.of("tls-ca-cert-file", Kind.TEXT, "the certificates that are trusted"),
            YamlKey.of("tls-ca-cert-dir", Kind.TEXT, "a folder of certificates that are trusted"),
            YamlKey.choice("tls-auth-clients", List.of("yes", "no", "optional"), "whether clients need a certificate"),
            YamlKey.of("tls-replication", Kind.YES_NO, "whether nodes and other sentinels are connected with TLS"),
            YamlKey.of("tls-cluster", Kind.YES_NO, "accepted, without effect in a sentinel"),
            YamlKey.of("tls-protocols", Kind.TEXT, "the versions of TLS, such as \"TLSv1.2 TLSv1.3\""),
            YamlKey.of("tls-ciphers", Kind.TEXT, "the ciphers up to TLS 1.2"),
            YamlKey.of("tls-ciphersuites", Kind.TEXT, "the cipher suites of TLS 1.3"),
            YamlKey.of("tls-prefer-server-ciphers", Kind.YES_NO, "whether our order of ciphers counts"),
            YamlKey.of("tls-dh-params-file", Kind.TEXT, "accepted; Java chooses the group"),
            YamlKey.of("tls-session-caching", Kind.YES_NO, "whether TLS sessions can be resumed"),
            YamlKey.of("tls-session-cache-size", Kind.NUMBER, "the most sessions that are kept"),
            YamlKey.of("tls-session-cache-timeout", Kind.NUMBER, "seconds for which a session is kept"),
            YamlKey.of("http-port", Kind.NUMBER, "the port for probes and metrics, 0 = none; in a pod 8008"),
            YamlKey.of("http-bind", Kind.WORDS, "the addresses for that; without it those of bind"),
            YamlKey.of("http-token-file", Kind.TEXT, "the file with the token of those who may change something"),
            YamlKey.of("http-trusted", Kind.TEXT, "addresses and ranges that need no token: \"10.0.0.7 10.1.0.0/16\""),
            YamlKey.of("http-local", Kind.TEXT, "the Redis server that probes are about: host:port or [ipv6]:port"),
            YamlKey.of("agent-port", Kind.NUMBER, "the port of the HAProxy agent check, 0 = none; in a pod 8009"),
            YamlKey.of("requirepass", Kind.SECRET, "the password of the default user"),
            YamlKey.of("aclfile", Kind.TEXT, "a file of ACL users"),
            YamlKey.of("user", Kind.WORDS_MAP, "ACL users: rules by user name"),
            YamlKey.of("acllog-max-len", Kind.NUMBER, "the most entries of ACL LOG; default 128"),
            YamlKey.choice("acl-pubsub-default", List.of("allchannels", "resetchannels"), "channels of a new user"),
            YamlKey.of("rename-command", Kind.TEXT_MAP, "new names of this process's own commands"),
            YamlKey.of("dir", Kind.TEXT, "the working directory"),
            YamlKey.of("logfile", Kind.TEXT, "the log file; empty = standard output"),
            YamlKey.choice("loglevel", List.of("debug", "verbose", "notice", "warning", "nothing"), "what is logged"),
            YamlKey.of("syslog-enabled", Kind.YES_NO, "whether the log goes to syslog, too"),
            YamlKey.of("syslog-ident", Kind.TEXT, "our name in syslog"),
            YamlKey.of("syslog-facility", Kind.TEXT, "the facility, such as local0"),
            YamlKey.of("pidfile", Kind.TEXT, "the file that gets our process id"),
            YamlKey.of("daemonize", Kind.YES_NO, "whether to go into the background"),
            YamlKey.choice("supervised", List.of("no", "systemd", "upstart", "auto"), "who is told that we are ready"),
            YamlKey.of("reboot-guard", Kind.YES_NO, "keep a master that lost its data from its replicas; default yes"),
            YamlKey.of("foreign-guard", Kind.YES_NO, "leave instances alone that do not belong; default yes"),
            YamlKey.choice(
                    "failover-mode",
                    List.of("coordinated", "stock"),
                    "what SENTINEL FAILOVER does; default coordinated"),
            YamlKey.choice("compat-version", Personality.names(), "the version whose behaviour is shown"));

    /** The settings of this sentinel among others: {@code sentinel <key> <value>}. */
    static final List<YamlKey> OWN = withFiles(
            YamlKey.of("announce-ip", Kind.TEXT, "the address that this sentinel tells of itself"),
            YamlKey.of("announce-port", Kind.NUMBER, "the port that this sentinel tells of itself"),
            YamlKey.of("sentinel-user", Kind.TEXT, "the user for logging in to other sentinels"),
            YamlKey.of("sentinel-pass", Kind.SECRET, "the password for logging in to other sentinels"),
            YamlKey.of("deny-scripts-reconfig", Kind.YES_NO, "SENTINEL SET must not change scripts; default yes"),
            YamlKey.of("resolve-hostnames", Kind.YES_NO, "whether host names are accepted; default no"),
            YamlKey.of("announce-hostnames", Kind.YES_NO, "whether host names are told where known; default no"));

    /** The settings of the Redis server beside us: {@code sidecar-<key> <value>}. */
    static final List<YamlKey> SIDECAR = List.of(
            YamlKey.of("pod", Kind.TEXT, "our pod's name; without it there is no sidecar"),
            YamlKey.of("pod-ip", Kind.TEXT, "our pod's address"),
            YamlKey.of("node-ip", Kind.TEXT, "the address of our pod's node"),
            YamlKey.of("namespace", Kind.TEXT, "our pod's namespace"),
            YamlKey.of("service", Kind.TEXT, "the headless service: the name that has the addresses of all pods"),
            YamlKey.of("master-name", Kind.TEXT, "what the set's master is called; default mymaster"),
            YamlKey.of("redis-host", Kind.TEXT, "where the Redis server beside us listens; default 127.0.0.1"),
            YamlKey.of("redis-port", Kind.NUMBER, "its port, the same in all pods; default 6379"),
            YamlKey.of("replicas", Kind.NUMBER, "how many pods there are; default 0: somebody else tells"),
            YamlKey.of("role-file", Kind.TEXT, "what redis.conf includes; default role.conf"),
            YamlKey.of("record-file", Kind.TEXT, "where is kept how fresh the data are; default sidecar.record"),
            YamlKey.choice("announce", List.of("name", "ip"), "by what pods call each other; default name"),
            YamlKey.of("bootstrap-wait", Kind.NUMBER, "seconds for which all pods are waited for; default 30"),
            YamlKey.of(
                    "bootstrap-wait-last-master",
                    Kind.NUMBER,
                    "seconds for which the last known master is waited for, -1 = for ever; default 60"),
            YamlKey.of("prune-after", Kind.NUMBER, "seconds after which a pod that is gone is forgotten; default 60"),
            YamlKey.choice("fence", List.of("off", "label", "pause", "lease"), "what a master without a majority does"),
            YamlKey.of("fence-after", Kind.NUMBER, "seconds without a majority until then; default 10"),
            YamlKey.choice(
                    "solo-promotion", List.of("never", "api"), "when a pod becomes the master without a majority"),
            YamlKey.choice("kubernetes", List.of("auto", "yes", "no"), "whether the Kubernetes API is used"),
            YamlKey.of("role-labels", Kind.TEXT, "labels of the pod: key=master|replica, several between blanks"),
            YamlKey.of("statefulset", Kind.TEXT, "the pod's set; default its name without the ordinal"),
            YamlKey.of("lease", Kind.TEXT, "the lease of fence lease; default named after the set"),
            YamlKey.of("lease-duration", Kind.NUMBER, "seconds for which that lease lasts; default 15"),
            YamlKey.of("handover-on-stop", Kind.YES_NO, "a master hands over before this process ends; default yes"),
            YamlKey.of("stop-budget", Kind.NUMBER, "seconds that this may take; default 20"));

    /** The settings of one master: {@code sentinel <key> <master> <value>}. */
    static final List<YamlKey> MASTER = withFiles(
            YamlKey.of("down-after-milliseconds", Kind.NUMBER, "no valid answer for so long: down; default 30000"),
            YamlKey.of("failover-timeout", Kind.NUMBER, "limit of a failover's phases in milliseconds; default 180000"),
            YamlKey.of("parallel-syncs", Kind.NUMBER, "replicas that resynchronise at once; default 1"),
            YamlKey.of("master-reboot-down-after-period", Kind.NUMBER, "ms that a restarted master may load, 0 = off"),
            YamlKey.of(
                    "fast-down-milliseconds", Kind.NUMBER, "refused, and lost to replicas, for so long: down; 0 = off"),
            YamlKey.of("auth-user", Kind.TEXT, "the user for logging in to the nodes"),
            YamlKey.of("auth-pass", Kind.SECRET, "the password for logging in to the nodes"),
            YamlKey.of("notification-script", Kind.TEXT, "run for events of level warning"),
            YamlKey.of("client-reconfig-script", Kind.TEXT, "run when the master's address changes"),
            YamlKey.of("rename-command", Kind.TEXT_MAP, "names that commands have on the nodes"));

    /** The keys of a master that together are its {@code monitor} line. */
    static final List<YamlKey> MONITOR = List.of(
            YamlKey.of("address", Kind.TEXT, "where the master is first looked for: host:port or [ipv6]:port"),
            YamlKey.of("host", Kind.TEXT, "the host, in place of address"),
            YamlKey.of("port", Kind.NUMBER, "the port, in place of address"),
            YamlKey.of(
                    "quorum",
                    Kind.NUMBER_OR_AUTO,
                    "how many sentinels must see the master down; auto: a majority of those that there are"));

    /** The file with the state. */
    static final String STATE_FILE = "state-file";

    /** The section of this sentinel. */
    static final String SENTINEL = "sentinel";

    /** The section of the Redis server beside us. */
    static final String SIDECAR_SECTION = "sidecar";

    /** What the directives of that section begin with. */
    static final String SIDECAR_PREFIX = "sidecar-";

    /** The section with the masters. */
    static final String MASTERS = "masters";

    /** Lines of {@code sentinel.conf} that have no key of their own. */
    static final String DIRECTIVES = "directives";

    private YamlKeys() {}

    /** The names of keys, and further ones. */
    static List<String> names(List<YamlKey> keys, String... more) {
        return Stream.concat(keys.stream().map(YamlKey::name), Stream.of(more)).toList();
    }

    private static List<YamlKey> withFiles(YamlKey... keys) {
        return Stream.of(keys)
                .flatMap(key -> key.kind() == Kind.SECRET ? Stream.of(key, key.fileKey()) : Stream.of(key))
                .toList();
    }
}
