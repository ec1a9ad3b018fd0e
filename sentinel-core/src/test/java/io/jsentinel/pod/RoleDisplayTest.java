package io.jsentinel.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.RoleLabel;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.pod.LocalRedis.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which role the label of a pod shows. */
class RoleDisplayTest {

    private static final Endpoint ITSELF = new Endpoint("127.0.0.1", 6379);
    private static final Endpoint OTHER = new Endpoint("10.0.0.2", 6379);

    private static LocalRedis redis(Role role, Optional<Endpoint> following, boolean syncing, boolean loading) {
        return new LocalRedis(role, Optional.empty(), following, true, syncing, "a", "b", 7, 1, loading, 0);
    }

    private static LocalRedis master() {
        return redis(Role.MASTER, Optional.empty(), false, false);
    }

    private static LocalRedis replica() {
        return redis(Role.REPLICA, Optional.of(OTHER), false, false);
    }

    private static Optional<Role> shown(Phase phase, LocalRedis local, boolean isOurMaster, boolean isFenced) {
        return new RoleDisplay(new BootState(phase, "-"), Optional.of(local), ITSELF, isOurMaster, isFenced).role();
    }

    @ParameterizedTest
    @CsvSource({"true,false,MASTER", "true,true,", "false,false,", "false,true,"})
    void aMasterIsShownWhenTheSentinelsMeanItAndItIsNotFenced(boolean ours, boolean fenced, Role role) {
        assertThat(shown(Phase.RUN, master(), ours, fenced)).isEqualTo(Optional.ofNullable(role));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void nothingIsShownBeforeTheRoleIsDecidedAndAReplicaNotWhileThePodEnds(Phase phase) {
        boolean decided = phase == Phase.JOIN || phase == Phase.RUN;
        assertThat(shown(phase, replica(), false, false).isPresent()).isEqualTo(decided);
        assertThat(shown(phase, master(), true, false).isPresent()).isEqualTo(decided || phase == Phase.DRAIN);
    }

    @Test
    void aReplicaInTheMinorityIsShownForItsReadsAreNoWorseThanBefore() {
        assertThat(shown(Phase.RUN, replica(), false, true)).contains(Role.REPLICA);
    }

    @Test
    void aServerThatIsNotReadyShowsNothing() {
        assertThat(shown(Phase.RUN, redis(Role.MASTER, Optional.empty(), false, true), true, false))
                .isEmpty();
        assertThat(shown(Phase.RUN, redis(Role.REPLICA, Optional.of(OTHER), true, false), false, false))
                .isEmpty();
        assertThat(new RoleDisplay(new BootState(Phase.RUN, "-"), Optional.empty(), ITSELF, true, false).role())
                .isEmpty();
    }

    @Test
    void aReplicaOfItselfOrOneThatShouldBeTheMasterShowsNothing() {
        assertThat(shown(Phase.RUN, redis(Role.REPLICA, Optional.of(ITSELF), false, false), false, false))
                .isEmpty();
        assertThat(shown(Phase.RUN, replica(), true, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "role;role=master|replica",
                "isMaster=true|false;isMaster=true|false",
                "redisfailovers-role=master|slave;redisfailovers-role=master|slave",
                "jsentinel.io/role;jsentinel.io/role=master|replica"
            })
    void labelsAreReadInTheFormOfTheirSystems(String text, String meant) {
        assertThat(RoleLabel.parse(text)).map(RoleLabel::toString).contains(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a b",
                "role=master",
                "role=same|same",
                "role=-x|y",
                "/role",
                "x//role",
                "kubernetes.io/role",
                "UP.io/role",
                "role=a|b/c"
            })
    void whatKubernetesWouldNotTakeIsNoLabel(String text) {
        assertThat(RoleLabel.parse(text)).isEmpty();
        assertThat(RoleLabel.parse("a".repeat(63))).isPresent();
        assertThat(RoleLabel.parse("a".repeat(64))).isEmpty();
    }
}
