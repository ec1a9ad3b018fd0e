package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The directives about the process around the core, collected line by line; of repeated ones the last wins. */
final class ServerDirectives {

    private final Disk disk;

    /** In whose words errors are said: known before the lines are, so that it holds for the first one too. */
    private final Personality said;

    private int port = ServerConfig.DEFAULT.port();
    private List<String> bind = ServerConfig.DEFAULT.bind();
    private Optional<String> requirePass = ServerConfig.DEFAULT.requirePass();
    private boolean protectedMode = ServerConfig.DEFAULT.protectedMode();
    private int maxClients = ServerConfig.DEFAULT.maxClients();
    private int timeoutSeconds = ServerConfig.DEFAULT.timeoutSeconds();
    private int tcpBacklog = ServerConfig.DEFAULT.tcpBacklog();
    private int tcpKeepaliveSeconds = ServerConfig.DEFAULT.tcpKeepaliveSeconds();
    private String logFile = ServerConfig.DEFAULT.logFile();
    private String logLevel = ServerConfig.DEFAULT.logLevel();
    private String dir = ServerConfig.DEFAULT.dir();
    private String pidFile = ServerConfig.DEFAULT.pidFile();
    private Personality personality = Identity.DEFAULT.personality();
    private boolean extendedRedis = Identity.DEFAULT.extendedRedis();
    private FailoverMode failoverMode = ServerConfig.DEFAULT.failoverMode();
    private String unixPath = SocketConfig.DEFAULT.unixPath();
    private int unixMode = SocketConfig.DEFAULT.unixMode();
    private String sourceAddress = SocketConfig.DEFAULT.sourceAddress();
    private CommandNames commandNames = CommandNames.USUAL;
    private ClientLimits limits = ClientLimits.DEFAULT;
    private boolean daemonize = ProcessConfig.DEFAULT.daemonize();
    private String supervised = ProcessConfig.DEFAULT.supervised();
    private boolean syslog = SyslogConfig.DEFAULT.enabled();
    private String syslogIdent = SyslogConfig.DEFAULT.ident();
    private String syslogFacility = SyslogConfig.DEFAULT.facility();
    private GuardConfig guards = GuardConfig.DEFAULT;
    private final AclDirectives acl = new AclDirectives();
    private final TlsDirectives tls = new TlsDirectives();
    private final SidecarDirectives sidecar = new SidecarDirectives();
    private final HttpDirectives http = new HttpDirectives();

    ServerDirectives(Disk disk, Personality said) {
        this.disk = disk;
        this.said = said;
    }

    /**
     * Takes a line; one that is not about these settings changes nothing.
     *
     * @param words the name in small letters, then the values
     * @throws ConfigException when a value is not of its setting's type or range
     */
    void apply(ConfLine line, List<String> words) throws ConfigException {
        String name = words.get(0);
        List<String> values = words.subList(1, words.size());
        if (name.equals("rename-command")) {
            rename(line, values);
            return;
        }
        ValueType type = DirectiveTable.TYPES.get(name);
        if (type == null) {
            acl.applySpecial(line, words);
            return;
        }
        Optional<String> problem = type.problem(values, said);
        if (problem.isPresent()) {
            throw line.error(problem.get(), meant(type, values));
        }
        if (!(type instanceof ListType)) {
            applyListening(name, values.get(0));
            applyProcess(name, values.get(0));
            acl.apply(name, values.get(0));
            tls.apply(line, name, values.get(0));
            sidecar.apply(line, name, values.get(0));
            http.apply(line, name, values.get(0));
            guards = guards.with(name, yes(values.get(0)));
            return;
        }
        switch (name) {
            case "bind" -> bind = ListType.words(values);
            case "http-bind" -> http.bind(ListType.words(values));
            case "dir" -> dir = folder(line, values.get(0));
            case "client-output-buffer-limit" -> limits = limits.withOutput(ListType.words(values));
            default -> {
                // Accepted and without effect in a sentinel.
            }
        }
    }

    private void rename(ConfLine line, List<String> names) throws ConfigException {
        Optional<String> problem = commandNames.problem(names.get(0), names.get(1));
        if (problem.isPresent()) {
            throw line.error(
                    problem.get(),
                    Nearest.to(names.get(0), commandNames.byGivenName().keySet()));
        }
        commandNames = commandNames.with(names.get(0), names.get(1));
    }

    private void applyListening(String name, String value) {
        switch (name) {
            case "port" -> port = number(value);
            case "requirepass" -> requirePass = Optional.of(value).filter(password -> !password.isEmpty());
            case "protected-mode" -> protectedMode = yes(value);
            case "maxclients" -> maxClients = number(value);
            case "timeout" -> timeoutSeconds = number(value);
            case "tcp-backlog" -> tcpBacklog = number(value);
            case "tcp-keepalive" -> tcpKeepaliveSeconds = number(value);
            case "unixsocket" -> unixPath = value;
            case "unixsocketperm" ->
                unixMode = ConfNumbers.octal(value).orElseThrow().intValue();
            case "bind-source-addr" -> sourceAddress = value;
            case "client-query-buffer-limit" -> limits = limits.withQueryBuffer(ConfNumbers.bytes(value));
            case "proto-max-bulk-len" -> limits = limits.withBulk(ConfNumbers.bytes(value));
            default -> {
                // Another directive, or one without effect in a sentinel.
            }
        }
    }

    private void applyProcess(String name, String value) {
        switch (name) {
            case "logfile" -> logFile = value;
            case "loglevel" -> logLevel = value.toLowerCase(Locale.ROOT);
            case "syslog-enabled" -> syslog = yes(value);
            case "syslog-ident" -> syslogIdent = value;
            case "syslog-facility" -> syslogFacility = value.toLowerCase(Locale.ROOT);
            case "pidfile" -> pidFile = value;
            case "daemonize" -> daemonize = yes(value);
            case "supervised" -> supervised = value.toLowerCase(Locale.ROOT);
            case "failover-mode" -> failoverMode = FailoverMode.valueOf(value.toUpperCase(Locale.ROOT));
            case "compat-version" -> personality = Personality.named(value).orElseThrow();
            case "extended-redis-compatibility" -> extendedRedis = yes(value);
            default -> {
                // Another directive, or one without effect in a sentinel.
            }
        }
    }

    /** The choice that was probably meant. */
    private static Optional<String> meant(ValueType type, List<String> values) {
        boolean oneOfSome = type instanceof ValueType.Choice && values.size() == 1;
        return oneOfSome ? Nearest.to(values.get(0), ((ValueType.Choice) type).choices()) : Optional.empty();
    }

    /** The working directory as of the last line read; empty = the process's own. */
    String dir() {
        return dir;
    }

    /** What all lines together say. @throws ConfigException when they do not fit together */
    ServerConfig toConfig() throws ConfigException {
        SidecarConfig beside = sidecar.toConfig();
        return new ServerConfig(
                port,
                bind,
                requirePass,
                protectedMode,
                maxClients,
                timeoutSeconds,
                tcpBacklog,
                tcpKeepaliveSeconds,
                logFile,
                logLevel,
                dir,
                pidFile,
                new Identity(personality, extendedRedis),
                new SocketConfig(unixPath, unixMode, sourceAddress),
                limits,
                new ProcessConfig(daemonize, supervised, new SyslogConfig(syslog, syslogIdent, syslogFacility)),
                acl.toConfig(),
                tls.toConfig(),
                commandNames,
                beside,
                http.toConfig(beside),
                guards,
                failoverMode);
    }

    /** A number that a Java int may be too small for: then it becomes the largest int. */
    private static int number(String value) {
        return (int) Math.min(ConfNumbers.lenient(value), Integer.MAX_VALUE);
    }

    private static boolean yes(String value) {
        return value.equalsIgnoreCase("yes");
    }

    private String folder(ConfLine line, String value) throws ConfigException {
        String path = dir.isEmpty() || value.startsWith("/") ? value : dir + "/" + value;
        Optional<String> problem = disk.dirProblem(path);
        if (value.isEmpty() || problem.isPresent()) {
            throw line.error(problem.orElse("No such file or directory"));
        }
        return path;
    }
}
