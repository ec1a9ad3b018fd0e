package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SidecarConfig.Announce;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.config.SidecarConfig.Guard;
import io.jsentinel.config.SidecarConfig.Kubernetes;
import io.jsentinel.config.SidecarConfig.KubernetesUse;
import io.jsentinel.config.SidecarConfig.Local;
import io.jsentinel.config.SidecarConfig.Pod;
import io.jsentinel.config.SidecarConfig.SoloPromotion;
import io.jsentinel.config.SidecarConfig.Stop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines about the Redis server beside us. */
class SidecarDirectivesTest {

    @Test
    void everySettingIsRead() throws Exception {
        SidecarConfig sidecar = read("""
                sidecar-pod redis-1
                sidecar-pod-ip 10.0.0.7
                sidecar-node-ip 10.9.0.1
                sidecar-namespace data
                sidecar-service redis-headless
                sidecar-announce ip
                sidecar-master-name m
                sidecar-redis-host localhost
                sidecar-redis-port 7000
                sidecar-replicas 3
                sidecar-role-file /run/role.conf
                sidecar-record-file /data/record
                sidecar-bootstrap-wait 5
                sidecar-bootstrap-wait-last-master -1
                sidecar-prune-after 7
                sidecar-fence pause
                sidecar-fence-after 9
                sidecar-solo-promotion api
                sidecar-kubernetes yes
                sidecar-role-labels "role=master|slave isMaster=true|false"
                sidecar-statefulset redis
                sidecar-lease redis-state
                sidecar-lease-duration 20
                sidecar-handover-on-stop no
                sidecar-stop-budget 25
                """).server().sidecar();

        assertThat(sidecar)
                .isEqualTo(new SidecarConfig(
                        new Pod("redis-1", "10.0.0.7", "10.9.0.1", "data", "redis-headless", Announce.IP),
                        new Local("m", "localhost", 7000, "/run/role.conf", "/data/record"),
                        new Boot(3, 5_000, -1),
                        new Guard(7_000, Fence.PAUSE, 9_000, SoloPromotion.API),
                        new Kubernetes(
                                KubernetesUse.YES,
                                List.of(
                                        new RoleLabel("role", "master", "slave"),
                                        new RoleLabel("isMaster", "true", "false")),
                                "redis",
                                "redis-state",
                                20_000),
                        new Stop(false, 25_000)));
        assertThat(sidecar.knownAs())
                .extracting(Endpoint::joined)
                .containsExactly("redis-1.redis-headless:7000", "localhost:7000", "10.0.0.7:7000");
    }

    @Test
    void withoutAPodThereIsNoSidecar() throws Exception {
        Configuration configuration = read("sidecar-service redis-headless\n");

        assertThat(configuration.server().sidecar().isOn()).isFalse();
        assertThat(configuration.sentinel().masters()).isEmpty();
        assertThat(configuration.sentinel().resolveHostnames()).isFalse();
    }

    @Test
    void theMasterOfTheSetNeedsNoLineAndItsSettingsCount() throws Exception {
        Configuration configuration = read("""
                sidecar-pod redis-1
                sidecar-service redis-headless
                sidecar-replicas 5
                sentinel down-after-milliseconds mymaster 1234
                """);

        assertThat(configuration.sentinel().masters()).singleElement().satisfies(master -> {
            assertThat(master.name()).isEqualTo("mymaster");
            assertThat(master.address()).isEqualTo(new Endpoint("127.0.0.1", 6379));
            assertThat(master.settings().quorum()).isEqualTo(3);
            assertThat(master.settings().downAfterMillis()).isEqualTo(1234);
        });
        assertThat(configuration.sentinel().resolveHostnames()).isTrue();
        assertThat(configuration.sentinel().announceHostnames()).isTrue();
        assertThat(configuration.sentinel().announceIp()).isEqualTo(Optional.of("redis-1.redis-headless"));
    }

    @Test
    void theLastKnownMasterMayBeAName() throws Exception {
        assertThat(read("""
                sentinel resolve-hostnames no
                sidecar-pod redis-1
                sidecar-service redis-headless
                sentinel monitor mymaster redis-0.redis-headless 6379 2
                """).sentinel().masters())
                .singleElement()
                .satisfies(
                        master -> assertThat(master.address()).isEqualTo(new Endpoint("redis-0.redis-headless", 6379)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> read("sidecar-pod redis-1\n"))
                .hasMessageContaining("sidecar-pod needs sidecar-service");
        assertThatThrownBy(() -> read("sidecar-pod a/b\n")).hasMessageContaining("must be a name");
        assertThatThrownBy(() -> read("sidecar-pod-ip 10.0.0\n")).hasMessageContaining("an address or a host name");
        assertThatThrownBy(() -> read("sidecar-redis-port 65536\n")).hasMessageContaining("between 1 and 65535");
        assertThatThrownBy(() -> read("sidecar-replicas 129\n")).hasMessageContaining("between 0 and 128");
        assertThatThrownBy(() -> read("sidecar-role-file \"\"\n")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> read("sidecar-fence maybe\n")).hasMessageContaining("off, label, pause, lease");
    }

    private static Configuration read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("s.conf", text), List.of(), new FakeDisk());
    }
}
