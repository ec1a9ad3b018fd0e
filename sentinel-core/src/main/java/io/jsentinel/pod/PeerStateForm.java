package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.RunId;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.pod.PeerState.View;
import io.jsentinel.pod.PeerState.Vote;
import io.jsentinel.pod.PeerState.Who;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form of a {@link PeerState} between daemons: names and values in turn. Names that are not known are skipped, so that
 * daemons of different ages understand each other; what is missing or absurd counts as not said.
 */
public final class PeerStateForm {

    /** The most names and values that are looked at. */
    static final int MAX_ITEMS = 128;

    private static final String YES = "yes";
    private static final String NO = "no";
    private static final int MAX_DIGITS = 18;

    private final SortedMap<String, String> fields = new TreeMap<>();

    private PeerStateForm() {}

    /** The answer that tells a state. */
    public static Resp format(PeerState state) {
        Words words = new Words();
        words.add("pod", state.pod().name())
                .add("sentinel", state.who().sentinel().value())
                .add("service", state.who().service())
                .add("phase", state.who().phase().name().toLowerCase(Locale.ROOT))
                .add("leaving", state.who().leaving())
                .add("master", state.view().master().map(Endpoint::spaced).orElse(""))
                .add("config-epoch", state.view().configEpoch())
                .add("current-epoch", state.view().currentEpoch())
                .add("master-lives", state.view().masterLives())
                .add("failover", state.view().failover())
                .add("reign", state.view().reign())
                .add("record", RecordText.format(state.record()))
                .add("vote-epoch", state.vote().epoch())
                .add("vote-for", state.vote().leader().map(RunId::value).orElse(""));
        state.redis()
                .ifPresent(redis -> words.add("redis-role", redis.isMaster() ? "master" : "replica")
                        .add("redis-run-id", redis.runId().map(RunId::value).orElse(""))
                        .add(
                                "redis-following",
                                redis.following().map(Endpoint::spaced).orElse(""))
                        .add("redis-link-up", redis.linkUp())
                        .add("redis-syncing", redis.syncing())
                        .add("redis-replid", redis.replid())
                        .add("redis-replid2", redis.replid2())
                        .add("redis-offset", redis.offset())
                        .add("redis-keys", redis.keys())
                        .add("redis-loading", redis.loading())
                        .add("redis-replicas", redis.replicas()));
        return Resp.bulks(words.list);
    }

    private static final class Words {

        private final List<String> list = new ArrayList<>();

        Words add(String name, String value) {
            list.add(name);
            list.add(value);
            return this;
        }

        Words add(String name, long value) {
            return add(name, Long.toString(value));
        }

        Words add(String name, boolean value) {
            return add(name, value ? YES : NO);
        }
    }

    /** The state in an answer; nothing when it does not say which pod and which daemon tells it. */
    public static Optional<PeerState> parse(Resp answer) {
        PeerStateForm form = new PeerStateForm();
        List<Resp> items = answer instanceof Resp.Array array ? array.items() : List.of();
        for (int i = 0; i + 1 < Math.min(items.size(), MAX_ITEMS); i += 2) {
            String value = items.get(i + 1).textOrEmpty();
            if (value.length() <= RecordText.MAX_LENGTH) {
                form.fields.put(items.get(i).textOrEmpty(), value);
            }
        }
        return form.state();
    }

    private Optional<PeerState> state() {
        Optional<RunId> sentinel = runId("sentinel");
        if (!HostName.isValid(text("pod")) || sentinel.isEmpty()) {
            return Optional.empty();
        }
        PodIdentity pod = new PodIdentity(text("pod"));
        FreshnessRecord record = RecordText.parse(text("record"))
                .record()
                .filter(told -> told.pod().equals(pod))
                .orElse(FreshnessRecord.none(pod));
        return Optional.of(new PeerState(
                new Who(pod, sentinel.get(), text("service"), phase(), is("leaving")),
                new View(
                        endpoint("master"),
                        number("config-epoch"),
                        number("current-epoch"),
                        is("master-lives"),
                        is("failover"),
                        number("reign")),
                redis(),
                record,
                new Vote(number("vote-epoch"), runId("vote-for"))));
    }

    private Optional<LocalRedis> redis() {
        String role = text("redis-role");
        if (!role.equals("master") && !role.equals("replica")) {
            return Optional.empty();
        }
        return Optional.of(new LocalRedis(
                role.equals("master") ? Role.MASTER : Role.REPLICA,
                runId("redis-run-id"),
                endpoint("redis-following"),
                is("redis-link-up"),
                is("redis-syncing"),
                history("redis-replid"),
                history("redis-replid2"),
                number("redis-offset"),
                number("redis-keys"),
                is("redis-loading"),
                (int) Math.min(number("redis-replicas"), Integer.MAX_VALUE)));
    }

    private String text(String name) {
        return fields.getOrDefault(name, "");
    }

    private boolean is(String name) {
        return text(name).equals(YES);
    }

    private long number(String name) {
        return text(name).matches("[0-9]{1," + MAX_DIGITS + "}") ? Long.parseLong(text(name)) : 0;
    }

    private String history(String name) {
        return FreshnessRecord.isReplid(text(name)) ? text(name) : "";
    }

    private Optional<RunId> runId(String name) {
        return Optional.of(text(name)).filter(RunId::isValid).map(RunId::new);
    }

    private Optional<Endpoint> endpoint(String name) {
        String[] words = text(name).split(" ", -1);
        if (words.length != 2 || !words[1].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(words[1]);
        return port < 1 || port > Endpoint.MAX_PORT
                ? Optional.empty()
                : HostName.orAddress(words[0]).map(host -> new Endpoint(host, port));
    }

    /** What is not known is the beginning: from that nothing follows. */
    private BootState.Phase phase() {
        for (BootState.Phase phase : BootState.Phase.values()) {
            if (phase.name().toLowerCase(Locale.ROOT).equals(text("phase"))) {
                return phase;
            }
        }
        return BootState.Phase.INIT;
    }
}
