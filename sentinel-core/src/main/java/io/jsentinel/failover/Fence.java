package io.jsentinel.failover;

import io.jsentinel.config.SidecarConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.guard.Fencing;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fences the server beside us while it is the master and we see no majority of the voters. Pauses are short and renewed:
 * who fences and dies holds nobody up for long.
 */
public final class Fence {

    /** For how long writes are paused at a time. */
    static final long PAUSE_MILLIS = 3_000;

    /** How often the pause is renewed. */
    static final long RENEWAL_MILLIS = 1_000;

    private final Master master;
    private final Self self;
    private Fencing state = Fencing.NONE;
    private long pausedMillis = Times.NEVER;
    private Optional<LinkId> pausedOn = Optional.empty();

    /** The fence around that master, if it is beside us. */
    public Fence(Master master, Self self) {
        this.master = master;
        this.self = self;
    }

    /** What is done at the moment. */
    public Fencing state() {
        return state;
    }

    /** Looks at the voters, and does what is due. */
    public void look(Outbox out) {
        SidecarConfig sidecar = self.process().sidecar();
        if (!sidecar.isOn() || !sidecar.local().masterName().equals(master.name())) {
            return;
        }
        long afterMillis = sidecar.guard().fenceAfterMillis();
        int pods = self.cluster().replicas().orElse(sidecar.boot().replicas());
        long heard = majorityHeardMillis(pods, out.nowMillis());
        boolean isMaster = isBesideUs(sidecar) && master.reportedRole() == Role.MASTER;
        Fencing now = Fencing.of(
                sidecar.guard().fence(),
                afterMillis,
                new Fencing.Situation(isMaster, out.nowMillis() - heard, self.holdsLease()));
        if (isMaster && now == Fencing.NONE) {
            out.lookAgainAt(Math.max(heard + afterMillis + 1, out.nowMillis() + 1));
        }
        if (now != state) {
            enter(now, out);
        }
        if (state == Fencing.PAUSED) {
            pause(out);
        }
    }

    /** When a majority of the voters, ourselves among them, was last heard; now when we alone are one. */
    private long majorityHeardMillis(int pods, long nowMillis) {
        int voters = Math.max(master.peers().size() + 1, pods);
        int othersNeeded = voters / 2;
        List<Long> heard = master.peers().stream()
                .map(peer -> peer.link().lastAvailableMillis())
                .sorted(Comparator.reverseOrder())
                .toList();
        if (othersNeeded == 0) {
            return nowMillis;
        }
        return heard.size() < othersNeeded ? startMillis(nowMillis) : heard.get(othersNeeded - 1);
    }

    /** Voters that never were heard count as heard when the master was configured. */
    private long startMillis(long nowMillis) {
        return master.configuredMillis() == Times.NEVER ? nowMillis : master.configuredMillis();
    }

    private boolean isBesideUs(SidecarConfig sidecar) {
        SidecarConfig.Pod pod = sidecar.pod();
        String host = master.location().told().host();
        boolean isAtPort = master.location().told().port() == sidecar.local().redisPort();
        boolean isHost = host.equalsIgnoreCase(pod.stableName(pod.name()))
                || host.equals(pod.ip())
                || host.equals(sidecar.local().redisHost());
        return isAtPort && isHost;
    }

    private void enter(Fencing now, Outbox out) {
        if (state == Fencing.PAUSED && master.link().isUp()) {
            out.send(master.link(), Requests.of(master).resumeWrites());
        }
        if (now == Fencing.NONE) {
            out.announce(EventType.FENCED_ENDED, master);
        } else if (state == Fencing.NONE) {
            out.announce(
                    EventType.FENCED,
                    master,
                    now == Fencing.PAUSED
                            ? "#no majority of sentinels is heard: it takes no writes"
                            : "#no majority of sentinels is heard: it is no master to load balancers any more");
        }
        state = now;
        pausedMillis = Times.NEVER;
    }

    private void pause(Outbox out) {
        boolean isSame = pausedOn.filter(master.link().id()::equals).isPresent();
        long dueAt = isSame ? pausedMillis + RENEWAL_MILLIS : out.nowMillis();
        if (!master.link().isUp()) {
            return;
        }
        if (out.nowMillis() >= dueAt) {
            out.send(master.link(), Requests.of(master).pauseWrites(PAUSE_MILLIS));
            pausedMillis = out.nowMillis();
            pausedOn = Optional.of(master.link().id());
        }
        out.lookAgainAt(pausedMillis + RENEWAL_MILLIS);
    }
}
