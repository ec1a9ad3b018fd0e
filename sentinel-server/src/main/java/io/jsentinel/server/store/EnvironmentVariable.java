package io.jsentinel.server.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A setting that a variable of the environment can say: {@code JSENTINEL_} and the name of the directive.
 *
 * @param name the variable
 * @param key the setting, as the YAML form has it
 * @param scope whose setting it is
 */
record EnvironmentVariable(String name, YamlKey key, Scope scope) {

    /** Whose setting a variable says. */
    enum Scope {
        /** Of the process: {@code <key> <value>}. */
        PROCESS,
        /** Of this sentinel: {@code sentinel <key> <value>}. */
        SENTINEL,
        /** Of the master: {@code sentinel <key> <master> <value>}. */
        MASTER,
        /** A part of the line that makes the master known: {@code sentinel monitor <master> <host> <port> <quorum>}. */
        MONITOR
    }

    /** Begins the names of all our variables. */
    static final String PREFIX = "JSENTINEL_";

    /** Ends the name of a variable that names a file with the value. */
    static final String FILE_ENDING = "_FILE";

    /** The name of the master. */
    static final String MASTER_NAME = PREFIX + "MASTER_NAME";

    /** Where the master is first looked for. */
    static final String MASTER_HOST = PREFIX + "MASTER_HOST";

    static final String MASTER_PORT = PREFIX + "MASTER_PORT";

    static final String QUORUM = PREFIX + "QUORUM";

    /** The name of the pod that we are a part of. */
    static final String SIDECAR_POD = PREFIX + "SIDECAR_POD";

    /** What the pods' set calls its master. */
    static final String SIDECAR_MASTER_NAME = PREFIX + "SIDECAR_MASTER_NAME";

    /** The name that has the addresses of all pods. */
    static final String SIDECAR_SERVICE = PREFIX + "SIDECAR_SERVICE";

    /** Which names of other systems count. */
    static final String ALIASES = PREFIX + "ENV_ALIASES";

    /** The file that is read with {@code --env}. */
    static final String CONFIG_FILE = PREFIX + "CONFIG_FILE";

    private static final List<YamlKey> MONITOR_KEYS = List.of(
            YamlKey.of("master-name", YamlKey.Kind.TEXT, "the name of the master; default mymaster"),
            YamlKey.of("master-host", YamlKey.Kind.TEXT, "where the master is first looked for"),
            YamlKey.of("master-port", YamlKey.Kind.NUMBER, "its port; default 6379"),
            YamlKey.of("quorum", YamlKey.Kind.TEXT, "how many sentinels must see the master down; default 2"));

    private static final YamlKey MY_ID = YamlKey.of("myid", YamlKey.Kind.TEXT, "the identity of this sentinel");

    private static final YamlKey INCLUDE = YamlKey.of("include", YamlKey.Kind.TEXT, "a file of further directives");

    /** Every setting that a variable can say, in the order in which the lines are read. */
    static final List<EnvironmentVariable> ALL = all();

    private static List<EnvironmentVariable> all() {
        return Stream.of(
                        of(YamlKeys.TOP, Scope.PROCESS),
                        of(sidecar(), Scope.PROCESS),
                        of(List.of(MY_ID), Scope.SENTINEL),
                        of(YamlKeys.OWN, Scope.SENTINEL),
                        of(MONITOR_KEYS, Scope.MONITOR),
                        of(YamlKeys.MASTER, Scope.MASTER),
                        of(List.of(INCLUDE), Scope.PROCESS))
                .flatMap(Function.identity())
                .toList();
    }

    /** The settings of the Redis server beside us, each by the name of its directive. */
    private static List<YamlKey> sidecar() {
        return YamlKeys.SIDECAR.stream()
                .map(key -> new YamlKey(YamlKeys.SIDECAR_PREFIX + key.name(), key.kind(), key.choices(), key.meaning()))
                .toList();
    }

    private static Stream<EnvironmentVariable> of(List<YamlKey> keys, Scope scope) {
        return keys.stream()
                .filter(key -> switch (key.kind()) {
                    // A map does not fit into one variable; a file for a value is asked for with _FILE for all alike.
                    case TEXT_MAP, WORDS_MAP, SECRET_FILE -> false;
                    default -> true;
                })
                .map(key -> new EnvironmentVariable(nameOf(key.name()), key, scope));
    }

    private static String nameOf(String directive) {
        return PREFIX + directive.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The one with a name. */
    static Optional<EnvironmentVariable> named(String name) {
        return ALL.stream().filter(variable -> variable.name().equals(name)).findFirst();
    }

    /** Whether nobody else may see its value. */
    boolean isSecret() {
        return key.kind() == YamlKey.Kind.SECRET;
    }

    /** Every name of ours. */
    static List<String> names() {
        return Stream.concat(ALL.stream().map(EnvironmentVariable::name), Environment.ABOUT_THE_START.stream())
                .collect(Collectors.toList());
    }
}
