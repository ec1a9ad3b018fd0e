package io.jsentinel.server.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private final List<String> sent = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void readinessNewsLifeAndTheEndAreTold() {
        Supervisor supervisor = supervisor(Optional.empty());

        supervisor.ready();
        supervisor.status("Watching 1 master");
        supervisor.status("Watching 1 master");
        supervisor.alive();
        supervisor.status("Watching 1 master, 1 down: m (sdown)");
        supervisor.stopping();
        supervisor.close();

        assertThat(sent)
                .containsExactly(
                        "READY=1 STATUS=Ready to accept connections",
                        "STATUS=Watching 1 master",
                        "WATCHDOG=1",
                        "STATUS=Watching 1 master, 1 down: m (sdown)",
                        "STOPPING=1");
        assertThat(log).isEmpty();
    }

    @Test
    void aFailureIsLoggedOnce() {
        Supervisor supervisor = supervisor(Optional.of("no such program"));

        supervisor.ready();
        supervisor.alive();

        assertThat(log).containsExactly("systemd could not be told: no such program");
    }

    @Test
    void signsOfLifeAreGivenTwiceInTheTimeThatSystemdWaits() {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "30000000"))).contains(Duration.ofSeconds(15));
        assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", pid)))
                .contains(Duration.ofMillis(1));
        assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1")))
                .isEmpty();
        assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "x"))).isEmpty();
        assertThat(Supervisor.watchdog(Map.of("WATCHDOG_USEC", "0"))).isEmpty();
        assertThat(Supervisor.watchdog(Map.of())).isEmpty();
    }

    @Test
    void whoIsToldFollowsTheDirectiveAndTheEnvironment() {
        Map<String, String> systemd = Map.of("NOTIFY_SOCKET", "/nowhere");

        assertThat(Supervisor.of("no", systemd, log::add)).isEmpty();
        assertThat(Supervisor.of("auto", Map.of(), log::add)).isEmpty();
        assertThat(log).isEmpty();
        assertThat(Supervisor.of("systemd", Map.of(), log::add)).isEmpty();
        assertThat(Supervisor.of("upstart", Map.of(), log::add)).isEmpty();
        assertThat(Supervisor.of("auto", Map.of("UPSTART_JOB", "x"), log::add)).isEmpty();
        assertThat(log).hasSize(3);
        assertThat(Supervisor.of("auto", systemd, log::add)).isPresent();
        assertThat(Supervisor.of("systemd", systemd, log::add)).isPresent();
        assertThat(log).last().asString().startsWith("supervised by systemd.");
    }

    @Test
    void theStatusNamesWhatIsDown() {
        String head =
                "# Sentinel\r\nsentinel_masters:2\r\nmaster0:name=a,b,status=ok,address=1.1.1.1:1,slaves=0,sentinels=1\r\n";

        assertThat(SupervisorStatus.of(head)).isEqualTo("Watching 1 master");
        assertThat(SupervisorStatus.of(head + "master1:name=c,status=odown,address=1.1.1.1:2,slaves=0,sentinels=1\r\n"))
                .isEqualTo("Watching 2 masters, 1 down: c (odown)");
        assertThat(SupervisorStatus.of("# Sentinel\r\n")).isEqualTo("Watching 0 masters");
        String many = "master1:name=c,status=sdown,address=1.1.1.1:2,slaves=0,sentinels=1\r\n".repeat(6);
        assertThat(SupervisorStatus.of(many))
                .isEqualTo("Watching 6 masters, 6 down: c (sdown), c (sdown), c (sdown), c (sdown), c (sdown), ...");
    }

    private Supervisor supervisor(Optional<String> failure) {
        return new Supervisor(
                message -> {
                    sent.add(String.join(" ", message));
                    return failure;
                },
                Runnable::run,
                Optional.empty(),
                log::add);
    }
}
