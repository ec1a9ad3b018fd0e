package io.jsentinel.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.MasterSettings;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetOptionTest {

    private static final MasterSettings NOW = MasterSettings.defaults(2);
    private static final SetOption.ScriptRules DENIED = new SetOption.ScriptRules(true, path -> true);
    private static final SetOption.ScriptRules ALLOWED = new SetOption.ScriptRules(false, "/bin/true"::equals);

    private static SetOption option(String... words) {
        return SetOption.read(List.of(words), 0);
    }

    private static MasterSettings applied(String... words) {
        return option(words).applyTo(NOW, ALLOWED).settings().orElseThrow();
    }

    private static String error(String... words) {
        return option(words).applyTo(NOW, DENIED).error().map(Resp::textOrEmpty).orElse("");
    }

    @Test
    void everyNumberIsSet() {
        assertThat(applied("down-after-milliseconds", "7").downAfterMillis()).isEqualTo(7);
        assertThat(applied("failover-timeout", "7").failoverTimeoutMillis()).isEqualTo(7);
        assertThat(applied("parallel-syncs", "7").parallelSyncs()).isEqualTo(7);
        assertThat(applied("quorum", "7").quorum()).isEqualTo(7);
        assertThat(applied("master-reboot-down-after-period", "0").rebootDownAfterMillis())
                .isZero();
        assertThat(applied("fast-down-milliseconds", "8").fastDownMillis()).isEqualTo(8);
        assertThat(applied("primary-reboot-down-after-period", "7").rebootDownAfterMillis())
                .isEqualTo(7);
    }

    @Test
    void aQuorumThatFollowsTheVotersIsAWordAndANumberEndsIt() {
        MasterSettings auto = applied("quorum", "Auto");
        assertThat(auto.isQuorumAuto()).isTrue();
        MasterSettings number =
                option("quorum", "3").applyTo(auto, ALLOWED).settings().orElseThrow();
        assertThat(number.isQuorumAuto()).isFalse();
        assertThat(number.quorum()).isEqualTo(3);
        assertThat(option("quorum", "auto").applyTo(auto, ALLOWED).settings()).contains(auto);
    }

    @Test
    void theNameMayBeInAnyCase() {
        assertThat(applied("QuoRum", "7").quorum()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "quorum,0",
        "quorum,-1",
        "quorum,x",
        "quorum,''",
        "quorum,+1",
        "quorum,01",
        "quorum,'1 '",
        "quorum,2147483648",
        "parallel-syncs,2147483648",
        "parallel-syncs,0",
        "down-after-milliseconds,0",
        "down-after-milliseconds,9223372036854775808",
        "failover-timeout,-5",
        "master-reboot-down-after-period,-1",
        "master-reboot-down-after-period,x",
        "fast-down-milliseconds,-1",
        "fast-down-milliseconds,x"
    })
    void aNumberThatCannotBeIsTold(String name, String value) {
        assertThat(error(name, value))
                .isEqualTo("ERR Invalid argument '" + value + "' for SENTINEL SET '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quorum", "auth-pass", "nonsense", "rename-command", ""})
    void anOptionWithoutValueIsTold(String name) {
        assertThat(error(name)).isEqualTo("ERR Unknown option or number of arguments for SENTINEL SET '" + name + "'");
    }

    @Test
    void anUnknownOptionIsToldAsTyped() {
        assertThat(error("NonSense", "1"))
                .isEqualTo("ERR Unknown option or number of arguments for SENTINEL SET 'NonSense'");
        assertThat(error("rename-command", "GET"))
                .isEqualTo("ERR Unknown option or number of arguments for SENTINEL SET 'rename-command'");
    }

    @Test
    void scriptsAreChangedOnlyWherePeopleAllowIt() {
        String denied = "ERR Reconfiguration of scripts path is denied for security reasons. Check the "
                + "deny-scripts-reconfig configuration directive in your Sentinel configuration";

        assertThat(error("notification-script", "/bin/true")).isEqualTo(denied);
        assertThat(error("client-reconfig-script", "")).isEqualTo(denied);
        assertThat(applied("notification-script", "/bin/true").notificationScript())
                .contains("/bin/true");
        assertThat(applied("Client-Reconfig-Script", "/bin/true").clientReconfigScript())
                .contains("/bin/true");
        assertThat(applied("notification-script", "").notificationScript()).isEmpty();
        assertThat(applied("client-reconfig-script", "").clientReconfigScript()).isEmpty();
    }

    @Test
    void aScriptThatCannotBeRunIsRefused() {
        assertThat(refused("notification-script"))
                .contains("ERR Notification script seems non existing or non executable");
        assertThat(refused("client-reconfig-script"))
                .contains("ERR Client reconfiguration script seems non existing or non executable");
    }

    private static Optional<String> refused(String option) {
        return option(option, "/bin/none").applyTo(NOW, ALLOWED).error().map(Resp::textOrEmpty);
    }

    @Test
    void anEmptyUserOrPasswordClearsIt() {
        MasterSettings with = applied("auth-pass", "secret");
        assertThat(with.credentials().password()).contains("secret");
        assertThat(applied("auth-user", "joe").credentials().user()).contains("joe");

        MasterSettings without =
                option("auth-pass", "").applyTo(with, DENIED).settings().orElseThrow();
        assertThat(without.credentials().password()).isEmpty();
    }

    @Test
    void aCommandIsRenamedAndNamedBack() {
        MasterSettings with = applied("rename-command", "config", "guarded");
        assertThat(with.renamedCommands()).containsEntry("CONFIG", "guarded").hasSize(1);

        MasterSettings other = option("rename-command", "CONFIG", "other")
                .applyTo(with, DENIED)
                .settings()
                .orElseThrow();
        assertThat(other.renamedCommands()).containsEntry("CONFIG", "other").hasSize(1);

        MasterSettings back = option("rename-command", "Config", "CONFIG")
                .applyTo(with, DENIED)
                .settings()
                .orElseThrow();
        assertThat(back.renamedCommands()).isEmpty();
        assertThat(error("rename-command", "", "x"))
                .isEqualTo("ERR Invalid argument '' for SENTINEL SET 'rename-command'");
        assertThat(error("rename-command", "x", ""))
                .isEqualTo("ERR Invalid argument '' for SENTINEL SET 'rename-command'");
    }

    @Test
    void aPasswordIsNeverShown() {
        assertThat(option("Auth-Pass", "secret").shown()).isEqualTo("Auth-Pass ******");
        assertThat(option("auth-user", "joe").shown()).isEqualTo("auth-user joe");
        assertThat(option("rename-command", "a", "b").shown()).isEqualTo("rename-command a b");
    }

    @Test
    void anOptionTakesItsNameAndItsValues() {
        assertThat(option("quorum", "1", "quorum", "2").words()).isEqualTo(2);
        assertThat(option("rename-command", "a", "b", "quorum").words()).isEqualTo(3);
        assertThat(option("quorum").words()).isEqualTo(1);
    }
}
