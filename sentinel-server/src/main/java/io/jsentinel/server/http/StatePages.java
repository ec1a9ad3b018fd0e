package io.jsentinel.server.http;

import io.jsentinel.address.Endpoint;
import io.jsentinel.status.Episode;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.NodeStatus;
import io.jsentinel.status.OwnStatus;
import io.jsentinel.status.PeerStatus;
import io.jsentinel.status.Probes;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known, as JSON. Times in the past are ages in milliseconds, or the time of day where a day is meant. */
final class StatePages {

    private final Status status;

    StatePages(Status status) {
        this.status = status;
    }

    /** The servers and sentinels of a master, in the words of Patroni's {@code /cluster}. */
    Json cluster(MasterStatus master) {
        List<Json> members = new ArrayList<>();
        master.nodes().forEach(node -> members.add(member(master, node)));
        return Json.object()
                .add("scope", master.name())
                .add("master", master.address().joined())
                .add("health", master.health().word())
                .add("pause", master.settings().isPaused())
                .add("config_epoch", master.configEpoch())
                .add("members", Json.array(members))
                .add("sentinels", Json.array(sentinels(master)))
                .add("quorum", quorum(master))
                .add("failover", failover(master));
    }

    private Json member(MasterStatus master, NodeStatus node) {
        boolean isMaster = node.instance().endpoint().equals(master.address());
        Probes probes = new Probes(master, status.own(), Vantage.DEFAULT);
        Optional<Long> lag = isMaster ? Optional.empty() : probes.lagBytes(node);
        Json member = instance(
                        Json.object(), node.instance().name(), node.instance().endpoint())
                .add("role", isMaster ? "master" : "replica")
                .add("reported_role", node.reportedRole() == Role.MASTER ? "master" : "replica")
                .add("state", state(node))
                .add("flags", node.instance().flags())
                .add("offset", node.info().offset());
        lag.ifPresent(bytes -> member.add("lag", bytes));
        if (!isMaster) {
            member.add("priority", node.info().priority())
                    .add("promotable", node.refusal().isEmpty())
                    .add("not_promotable_because", node.refusal().map(why -> "it " + why))
                    .add("follows", node.info().masterEndpoint().map(Endpoint::joined));
        }
        return member.add("info_age_ms", Times.shownAge(node.infoMillis(), status.takenMillis()));
    }

    private static String state(NodeStatus node) {
        if (!node.instance().isReachable()) {
            return node.instance().contact().down() ? "down" : "disconnected";
        }
        if (node.info().history().loading()) {
            return "loading";
        }
        if (node.info().history().syncInProgress()) {
            return "syncing";
        }
        if (node.reportedRole() == Role.MASTER) {
            return "running";
        }
        return node.info().masterLinkUp() ? "streaming" : "cut off";
    }

    private static Json instance(Json json, String name, Endpoint at) {
        return json.add("name", name).add("host", at.host()).add("port", at.port());
    }

    private List<Json> sentinels(MasterStatus master) {
        List<Json> sentinels = new ArrayList<>();
        for (PeerStatus peer : master.sentinels()) {
            sentinels.add(instance(
                            Json.object(),
                            peer.instance().name(),
                            peer.instance().endpoint())
                    .add("flags", peer.instance().flags())
                    .add("hello_age_ms", Times.shownAge(peer.lastHelloMillis(), status.takenMillis())));
        }
        return sentinels;
    }

    private static Json quorum(MasterStatus master) {
        return Json.object()
                .add("usable", master.quorum().usable())
                .add("known", master.quorum().known())
                .add("quorum", master.quorum().quorum())
                .add("majority", master.quorum().majority());
    }

    private static Json failover(MasterStatus master) {
        return Json.object()
                .add("state", master.failover().state().word())
                .add("epoch", master.failover().epoch())
                .add("reason", master.failover().reason().map(reason -> reason.word()))
                .add("to", master.failover().promoted().map(Endpoint::joined));
    }

    /** The last failovers, the oldest first. */
    Json history(Optional<String> masterName) {
        long nowMillis = System.currentTimeMillis();
        return Json.array(status.past().failovers().stream()
                .filter(episode -> masterName.isEmpty() || episode.masterName().equals(masterName.get()))
                .map(episode -> episode(episode, nowMillis))
                .toList());
    }

    private Json episode(Episode episode, long nowMillis) {
        long ended = nowMillis - (status.takenMillis() - episode.endedMillis());
        Json phases = Json.object();
        episode.phases().forEach((phase, millis) -> phases.add(phase.word(), millis));
        Json json = Json.object()
                .add("number", episode.number())
                .add("name", episode.masterName())
                .add("time", Instant.ofEpochMilli(ended).toString())
                .add("reason", Episode.word(episode.reason()))
                .add("result", episode.result().word())
                .add("led_here", episode.isLed())
                .add("epoch", episode.epoch())
                .add("from", episode.from().joined())
                .add("to", episode.to().map(Endpoint::joined))
                .add("phases_ms", phases);
        if (!episode.why().isEmpty()) {
            json.add("why", episode.why());
        }
        episode.lostBytes().ifPresent(bytes -> json.add("behind_bytes", bytes));
        return json;
    }

    /** How the masters are watched; without any secret. */
    Json config() {
        return Json.array(status.masters().stream()
                .map(master -> Json.object()
                        .add("name", master.name())
                        .add("quorum", master.settings().quorum())
                        .add("down_after_ms", master.settings().downAfterMillis())
                        .add("failover_timeout_ms", master.settings().failoverTimeoutMillis())
                        .add("parallel_syncs", master.settings().parallelSyncs()))
                .toList());
    }

    /** This sentinel itself, and how each master is. */
    Json status(String version) {
        OwnStatus own = status.own();
        Json json = Json.object()
                .add("version", version)
                .add("run_id", own.runId())
                .add("epoch", own.currentEpoch())
                .add("tilt", own.tilted())
                .add("save_failing", own.saveFailing())
                .add("leaving", own.duty().leaving())
                .add("fenced", own.duty().fenced());
        own.duty()
                .boot()
                .ifPresent(boot -> json.add("boot", boot.phase().name()).add("boot_reason", boot.reason()));
        return json.add(
                "masters",
                Json.array(status.masters().stream()
                        .map(master -> Json.object()
                                .add("name", master.name())
                                .add("master", master.address().joined())
                                .add("health", master.health().word())
                                .add("pause", master.settings().isPaused())
                                .add("replicas", master.replicas().size())
                                .add("promotable", master.promotableReplicas())
                                .add("sentinels", master.quorum().known())
                                .add("quorum", master.quorum().isReached())
                                .add("failover", master.failover().state().word()))
                        .toList()));
    }

    /** The replicas of a master. */
    Json replicas(MasterStatus master) {
        return Json.array(
                master.replicas().stream().map(node -> member(master, node)).toList());
    }
}
