package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.config.SidecarConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What variables of the environment say beside a file, in place of one, and wrongly. */
class EnvironmentTest {

    private static final String FILE = """
            port 5000
            loglevel warning
            sentinel monitor mymaster 10.0.0.1 6379 2
            sentinel down-after-milliseconds mymaster 1000
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new LinkedHashMap<>();

    private EnvironmentTest with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    private LoadedConfig beside(String file, String... overrides) throws Exception {
        Path path = Files.writeString(folder.resolve("sentinel.conf"), file);
        return LoadedConfig.load(new ConfigSources(
                Optional.of(path), Optional.empty(), variables, List.of(overrides), Optional.empty()));
    }

    private LoadedConfig alone(String... overrides) throws Exception {
        return LoadedConfig.load(new ConfigSources(
                Optional.empty(),
                Optional.empty(),
                variables,
                List.of(overrides),
                Optional.of(folder.resolve("state"))));
    }

    private static MasterConfig master(LoadedConfig loaded) {
        return loaded.configuration().sentinel().masters().get(0);
    }

    private String refusal() {
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> alone());
        return ConfigErrorText.of(error);
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() throws Exception {
        with("JSENTINEL_PORT", "5001").with("JSENTINEL_LOGLEVEL", "verbose");
        ServerConfig server = beside(FILE, "port 5002").configuration().server();
        assertThat(server.port()).isEqualTo(5002);
        assertThat(server.logLevel()).isEqualTo("verbose");
        assertThat(beside(FILE).configuration().server().port()).isEqualTo(5001);
    }

    @Test
    void aSettingOfTheMasterGoesToTheOneThatTheFileMonitors() throws Exception {
        with("JSENTINEL_DOWN_AFTER_MILLISECONDS", "7000").with("JSENTINEL_QUORUM", "3");
        MasterConfig master = master(beside(FILE.replace("mymaster", "cache")));
        assertThat(master.name()).isEqualTo("cache");
        assertThat(master.settings().downAfterMillis()).isEqualTo(7000);
        assertThat(master.settings().quorum()).isEqualTo(3);
    }

    @Test
    void whereTheMasterIsStaysAsTheFileHasItBecauseThatIsMemory() throws Exception {
        with("JSENTINEL_MASTER_HOST", "10.9.9.9");
        assertThat(master(beside(FILE)).address().host()).isEqualTo("10.0.0.1");
    }

    @Test
    void aMasterThatTheFileDoesNotKnowIsAdded() throws Exception {
        with("JSENTINEL_MASTER_NAME", "other")
                .with("JSENTINEL_MASTER_HOST", "10.0.0.2")
                .with("JSENTINEL_MASTER_PORT", "6400");
        List<MasterConfig> masters = beside(FILE).configuration().sentinel().masters();
        assertThat(masters).extracting(MasterConfig::name).containsExactly("mymaster", "other");
        assertThat(masters.get(1).address().toString()).isEqualTo("10.0.0.2:6400");
        assertThat(masters.get(1).settings().quorum()).isEqualTo(2);
    }

    @Test
    void withoutAFileTheStateGoesToItsFolderAndIsReadFromThereAgain() throws Exception {
        with("JSENTINEL_MASTER_HOST", "10.0.0.1").with("JSENTINEL_AUTH_PASS", "geheim");
        LoadedConfig first = alone("port 0");
        assertThat(master(first).settings().credentials().password()).contains("geheim");
        assertThat(first.stateFile()).isEqualTo(folder.resolve("state/jsentinel.state.conf"));
        String id = "a".repeat(40);
        Files.writeString(first.stateFile(), """
                sentinel myid %s
                sentinel monitor mymaster 10.0.0.7 6379 2
                sentinel config-epoch mymaster 4
                """.formatted(id));
        Configuration again = alone().configuration();
        assertThat(again.sentinel().myId().orElseThrow().value()).isEqualTo(id);
        assertThat(again.sentinel().masters().get(0).address().host()).isEqualTo("10.0.0.7");
    }

    @Test
    void withoutAFileAndAFolderForTheStateNothingStarts() {
        assertThatThrownBy(() -> LoadedConfig.load(
                        new ConfigSources(Optional.empty(), Optional.empty(), Map.of(), List.of(), Optional.empty())))
                .hasMessageContaining("JSENTINEL_STATE_DIR");
    }

    @Test
    void aNameOfTheMasterIsLookedUpUnlessSomethingSaysOtherwise() throws Exception {
        with("JSENTINEL_MASTER_HOST", "redis-0.redis");
        assertThat(alone().configuration().sentinel().resolveHostnames()).isTrue();
        assertThat(master(alone()).address().host()).isEqualTo("redis-0.redis");
        with("JSENTINEL_RESOLVE_HOSTNAMES", "false");
        assertThat(refusal()).contains("environment variable JSENTINEL_MASTER_HOST: Can't resolve instance hostname.");
    }

    @Test
    void aMasterAtZeroIsNotConfiguredYetAndWhatIsSaidOfItIsTold() throws Exception {
        with("JSENTINEL_ENV_ALIASES", "ot").with("IP", "0.0.0.0").with("DOWN_AFTER_MILLISECONDS", "5000");
        Configuration read = alone().configuration();
        assertThat(read.sentinel().masters()).isEmpty();
        assertThat(read.notices()).anyMatch(notice -> notice.startsWith("DOWN_AFTER_MILLISECONDS: without effect"));
    }

    @Test
    void namesOfOtherSystemsCountOnlyWhenTheyWereAskedFor() throws Exception {
        with("QUORUM", "5").with("PORT", "9999").with("REDIS_SENTINEL_QUORUM", "7");
        assertThat(master(beside(FILE)).settings().quorum()).isEqualTo(2);
        with("JSENTINEL_ENV_ALIASES", "bitnami,ot");
        assertThat(master(beside(FILE)).settings().quorum()).isEqualTo(7);
        with("JSENTINEL_QUORUM", "1");
        assertThat(master(beside(FILE)).settings().quorum()).isEqualTo(1);
    }

    @Test
    void theQuorumMayFollowTheVoters() throws Exception {
        with("JSENTINEL_ENV_ALIASES", "bitnami").with("REDIS_SENTINEL_QUORUM", "auto");
        assertThat(master(beside(FILE)).settings().isQuorumAuto()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"yes,yes", "TRUE,yes", "1,yes", "no,no", "False,no", "0,no"})
    void aYesOrNoMayBeWrittenInAnyOfTheUsualForms(String given, String meant) throws Exception {
        with("JSENTINEL_PROTECTED_MODE", given).with("JSENTINEL_TLS_AUTH_CLIENTS", given);
        ServerConfig server = alone().configuration().server();
        assertThat(server.protectedMode()).isEqualTo(meant.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSENTINEL_PORT|x26379|expected a whole number",
                "JSENTINEL_PORT|65536|argument must be between 0 and 65535 inclusive",
                "JSENTINEL_PROTECTED_MODE|maybe|expected yes or no",
                "JSENTINEL_LOGLEVEL|loud|expected one of debug, verbose, notice, warning, nothing",
                "JSENTINEL_QUORUM|0|expected a whole number of 1 or greater, or auto",
                "JSENTINEL_QUORUM|automatic|expected a whole number of 1 or greater, or auto",
                "JSENTINEL_MASTER_PORT|65536|expected a port between 0 and 65535",
                "JSENTINEL_DOWN_AFTER_MILLISECONDS|0|negative or zero time parameter.",
                "JSENTINEL_ENV_ALIASES|helm|expected some of downward-api, bitnami, ot, redis-ha with commas between",
                "JSENTINEL_REQUIREPASS_FILE|/no/such/file|can't open file '/no/such/file': No such file or directory"
            })
    void aWrongValueIsToldByTheNameOfItsVariable(String name, String value, String reason) {
        with("JSENTINEL_MASTER_HOST", "10.0.0.1").with(name, value);
        assertThat(refusal()).contains("environment variable " + name + ": " + reason);
    }

    @Test
    void anAliasIsNamedInErrorsAsPeopleWroteIt() {
        with("JSENTINEL_ENV_ALIASES", "bitnami").with("REDIS_SENTINEL_QUORUM", "two");
        assertThat(refusal())
                .contains("environment variable REDIS_SENTINEL_QUORUM: expected a whole number of 1 or greater");
    }

    @Test
    void noErrorShowsASecretOfTheEnvironment() {
        with("JSENTINEL_ENV_ALIASES", "bitnami").with("REDIS_SENTINEL_PASSWORD", "hush-hush");
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> beside("port hush-hush\n"));
        assertThat(ConfigErrorText.of(error)).doesNotContain("hush-hush").contains("port ${REDIS_SENTINEL_PASSWORD}");
        assertThat(new ConfigSources(Optional.empty(), Optional.empty(), variables, List.of(), Optional.empty()))
                .asString()
                .doesNotContain("hush-hush");
    }

    @Test
    void aSecretInAFileIsReadAndWatched() throws Exception {
        Path secret = Files.writeString(folder.resolve("pass"), "geheim\n");
        with("JSENTINEL_ENV_ALIASES", "bitnami")
                .with("REDIS_MASTER_PASSWORD_FILE", secret.toString())
                .with(
                        "REDIS_SENTINEL_QUORUM_FILE",
                        Files.writeString(folder.resolve("q"), "4").toString());
        LoadedConfig loaded = beside(FILE);
        assertThat(master(loaded).settings().credentials().password()).contains("geheim");
        assertThat(master(loaded).settings().quorum()).isEqualTo(4);
        assertThat(loaded.secretFiles())
                .containsExactly(new SecretFile(secret, List.of("sentinel", "auth-pass", "mymaster"), "geheim"));
    }

    @Test
    void whatKubernetesMakesForAServiceOfOurNameIsNoSetting() throws Exception {
        with("JSENTINEL_PORT", "tcp://10.0.0.1:26379")
                .with("JSENTINEL_SERVICE_HOST", "10.0.0.1")
                .with("JSENTINEL_PORT_26379_TCP_ADDR", "10.0.0.1");
        Configuration read = beside(FILE).configuration();
        assertThat(read.server().port()).isEqualTo(5000);
        assertThat(read.notices()).isEmpty();
    }

    @Test
    void aMistypedNameIsTold() throws Exception {
        with("JSENTINEL_QUORM", "3");
        assertThat(beside(FILE).configuration().notices())
                .contains("environment variable JSENTINEL_QUORM is not known (did you mean JSENTINEL_QUORUM?)");
    }

    @Test
    void anEmptyVariableSaysNothing() throws Exception {
        with("JSENTINEL_PORT", "").with("JSENTINEL_REQUIREPASS", "");
        assertThat(beside(FILE).configuration().server().port()).isEqualTo(5000);
        assertThat(beside(FILE).configuration().server().requirePass()).isEmpty();
    }

    @Test
    void bitnamisSwitchForTlsLeavesOnlyTheEncryptedPort() throws Exception {
        with("JSENTINEL_ENV_ALIASES", "bitnami")
                .with("REDIS_SENTINEL_TLS_CERT_FILE", "/c")
                .with("REDIS_SENTINEL_TLS_KEY_FILE", "/k")
                .with("REDIS_SENTINEL_TLS_CA_FILE", "/ca")
                .with("REDIS_SENTINEL_PORT_NUMBER", "26379");
        assertThat(alone().configuration().server().tls().port()).isZero();
        with("REDIS_SENTINEL_TLS_ENABLED", "yes");
        ServerConfig server = alone().configuration().server();
        assertThat(server.port()).isZero();
        assertThat(server.tls().port()).isEqualTo(26379);
        assertThat(server.tls().replication()).isTrue();
        with("REDIS_SENTINEL_PORT_NUMBER", "26380");
        assertThat(alone().configuration().server().port()).isEqualTo(26380);
    }

    @Test
    void theSwitchesOfOtAreFollowed() throws Exception {
        Path more = Files.writeString(folder.resolve("more.conf"), "maxclients 77\n");
        with("JSENTINEL_ENV_ALIASES", "ot")
                .with("TLS_MODE", "true")
                .with("REDIS_TLS_CERT", "/tls/tls.crt")
                .with("REDIS_TLS_CERT_KEY", "/tls/tls.key")
                .with("SENTINEL_ID", "7")
                .with("EXTERNAL_CONFIG_FILE", more.toString());
        Configuration read = alone().configuration();
        assertThat(read.server().port()).isZero();
        assertThat(read.server().tls().port()).isEqualTo(26379);
        assertThat(read.server().maxClients()).isEqualTo(77);
        assertThat(read.sentinel().myId().orElseThrow().value()).isEqualTo("902ba3cda1883801594b6e1b452790cc53948fda");
    }

    @Test
    void redisHasIdentityIsThatOfThePodsOrdinal() throws Exception {
        with("JSENTINEL_ENV_ALIASES", "redis-ha")
                .with("HOSTNAME", "cache-redis-ha-server-1")
                .with("SENTINEL_ID_0", "a".repeat(40))
                .with("SENTINEL_ID_1", "b".repeat(40))
                .with("SENTINELAUTH", "s");
        Configuration read = alone().configuration();
        assertThat(read.sentinel().myId().orElseThrow().value()).isEqualTo("b".repeat(40));
        assertThat(read.server().requirePass()).contains("s");
    }

    @Test
    void theFileThatTheEnvironmentNamesIsFound() throws Exception {
        assertThat(Environment.read(variables).configFile()).isEmpty();
        with("JSENTINEL_CONFIG_FILE", "/etc/x.conf");
        assertThat(Environment.read(variables).configFile()).contains(Path.of("/etc/x.conf"));
    }

    @Test
    void whatTheDownwardApiTellsMakesASidecarOnlyWhereASetIsNamed() throws Exception {
        with("POD_NAME", "redis-0")
                .with("POD_IP", "10.1.2.3")
                .with("NODE_IP", "10.9.0.1")
                .with("POD_NAMESPACE", "shop");
        assertThat(beside(FILE).configuration().server().sidecar().isOn()).isFalse();
        with("SENTINEL_SERVICE", "redis-headless.shop.svc.cluster.local")
                .with("JSENTINEL_MASTER_NAME", "cache")
                .with("JSENTINEL_DOWN_AFTER_MILLISECONDS", "5000");
        Configuration read = alone().configuration();
        SidecarConfig sidecar = read.server().sidecar();
        assertThat(sidecar.pod().name()).isEqualTo("redis-0");
        assertThat(sidecar.pod().ip()).isEqualTo("10.1.2.3");
        assertThat(sidecar.pod().nodeIp()).isEqualTo("10.9.0.1");
        assertThat(sidecar.pod().namespace()).isEqualTo("shop");
        assertThat(sidecar.pod().service()).isEqualTo("redis-headless.shop.svc.cluster.local");
        assertThat(sidecar.local().masterName()).isEqualTo("cache");
        assertThat(read.sentinel().masters().get(0).settings().downAfterMillis())
                .isEqualTo(5000);
    }

    @Test
    void everySettingOfASidecarHasAVariable() throws Exception {
        with("JSENTINEL_SIDECAR_POD", "redis-1")
                .with("JSENTINEL_SIDECAR_SERVICE", "redis")
                .with("JSENTINEL_SIDECAR_REPLICAS", "5")
                .with("JSENTINEL_SIDECAR_FENCE", "lease");
        SidecarConfig sidecar = alone().configuration().server().sidecar();
        assertThat(sidecar.pod().name()).isEqualTo("redis-1");
        assertThat(sidecar.boot().replicas()).isEqualTo(5);
        assertThat(sidecar.guard().fence()).isEqualTo(SidecarConfig.Fence.LEASE);
    }

    @Test
    void yamlTakesTheEnvironmentToo() throws Exception {
        with("JSENTINEL_PORT", "5001");
        Path yaml = Files.writeString(folder.resolve("s.yaml"), "port: 5000\n");
        LoadedConfig loaded = LoadedConfig.load(
                new ConfigSources(Optional.of(yaml), Optional.empty(), variables, List.of(), Optional.empty()));
        assertThat(loaded.configuration().server().port()).isEqualTo(5001);
    }
}
