package io.jsentinel.sim.flow;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What happens in a cluster from a moment on, as lines for people. Left out is what only keeps things going: PING, INFO,
 * connections and their set-up, and whatever is said again in the same words.
 */
final class Transcript {

    private static final EnumSet<Request.Kind> NOISE = EnumSet.of(
            Request.Kind.AUTH, Request.Kind.SETNAME, Request.Kind.SUBSCRIBE, Request.Kind.PING, Request.Kind.INFO);

    private final SimCluster cluster;
    private final Names names;
    private final Map<String, Endpoint> links = new LinkedHashMap<>();
    private final Map<String, String> lastSaid = new LinkedHashMap<>();
    private final Map<String, Long> newsSteps = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private EnumSet<EventType> only = EnumSet.noneOf(EventType.class);
    private long beganMillis = -1;
    private int recordTold;
    private long steps;

    /** The lines of one cluster; nothing has happened in it yet. */
    Transcript(SimCluster cluster, Names names) {
        this.cluster = cluster;
        this.names = names;
        cluster.world().onStep(this::stepped);
    }

    /** Only these events are told, and nothing that is sent. */
    void only(EventType first, EventType... others) {
        only = EnumSet.of(first, others);
    }

    /** The moment from which times count, and from which on everything is told. */
    void begin() {
        beganMillis = cluster.world().nowMillis();
        recordTold = cluster.world().record().size();
    }

    /** Something that nobody says. */
    void note(String what) {
        tellStock();
        line("---", what);
    }

    /** All lines so far. */
    List<String> lines() {
        tellStock();
        return List.copyOf(lines);
    }

    private void line(String who, String what) {
        lineAt(cluster.world().nowMillis(), who, what);
    }

    private void lineAt(long millis, String who, String what) {
        if (beganMillis >= 0) {
            lines.add(String.format(Locale.ROOT, "%7d  %-11s  %s", millis - beganMillis, who, names.in(what)));
        }
    }

    /** Models of Redis' own sentinels make no steps; what they have announced since is in the record. */
    private void tellStock() {
        if (beganMillis < 0) {
            return;
        }
        for (SimRecord.Entry entry : cluster.world().record().since(recordTold)) {
            boolean isStock = cluster.stockSentinels().stream()
                    .anyMatch(sentinel -> sentinel.name().equals(entry.sentinel()));
            if (isStock && (only.isEmpty() || only.contains(entry.event().type()))) {
                lineAt(entry.millis(), entry.sentinel(), entry.event().toString());
            }
        }
        recordTold = cluster.world().record().size();
    }

    private void stepped(SimStep step) {
        steps++;
        tellStock();
        String by = names.of(step.by());
        step.input().ifPresent(input -> came(by, input));
        Map<String, List<String>> sent = new LinkedHashMap<>();
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.OpenLink open) {
                links.put(by + open.link(), open.to());
            } else if (effect instanceof Effect.Send send) {
                wordsOf(by, send)
                        .ifPresent(words -> sent.computeIfAbsent(peer(by, send.link()), to -> new ArrayList<>())
                                .add(words));
            } else if (effect instanceof Effect.Announce announce && isTold(announce)) {
                flush(by, sent);
                line(by, announce.event().toString());
            }
        }
        flush(by, sent);
    }

    private boolean isTold(Effect.Announce announce) {
        EventType type = announce.event().type();
        return type.isPublished() && (only.isEmpty() || only.contains(type));
    }

    private String peer(String by, LinkId link) {
        return names.at(links.get(by + link));
    }

    private Optional<String> wordsOf(String by, Effect.Send send) {
        Request request = send.request();
        if (NOISE.contains(request.kind())) {
            return Optional.empty();
        }
        String words = String.join(" ", request.args());
        if (request.kind() == Request.Kind.HELLO) {
            return isNews(by, HelloMessage.parse(request.args().get(2)).orElseThrow())
                    ? Optional.of(words)
                    : Optional.empty();
        }
        boolean isQuestion = request.kind() == Request.Kind.MASTER_DOWN;
        return !isQuestion || isNew(by + " asks " + peer(by, send.link()), words)
                ? Optional.of(words)
                : Optional.empty();
    }

    /** A hello is told in the step in which its sender tells of a configuration for the first time. */
    private boolean isNews(String by, HelloMessage hello) {
        String about = by + " about " + hello.masterName();
        if (isNew(about, hello.master() + " " + hello.configEpoch())) {
            newsSteps.put(about, steps);
        }
        return newsSteps.get(about) == steps;
    }

    private boolean isNew(String topic, String said) {
        return !said.equals(lastSaid.put(topic, said));
    }

    /** What is sent to several in one step and in the same words is one line. */
    private void flush(String by, Map<String, List<String>> sent) {
        if (only.isEmpty()) {
            Map<String, List<String>> targets = new LinkedHashMap<>();
            sent.forEach((to, words) -> targets.computeIfAbsent(joined(words), w -> new ArrayList<>())
                    .add(to));
            targets.forEach(
                    (words, to) -> line(by + " > " + to.stream().sorted().collect(Collectors.joining(" ")), words));
        }
        sent.clear();
    }

    /** The commands, with a number where one is repeated. */
    private static String joined(List<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        words.forEach(command -> counts.merge(command, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count ->
                        count.getValue() == 1 ? count.getKey() : count.getKey() + " (" + count.getValue() + " times)")
                .collect(Collectors.joining("; "));
    }

    private void came(String to, Input input) {
        if (!only.isEmpty()) {
            return;
        }
        if (input instanceof Input.Answered answered) {
            answered(to, answered);
        } else if (input instanceof Input.Commanded command && command.client() < 0) {
            line("person > " + to, String.join(" ", command.args()));
        }
    }

    private void answered(String to, Input.Answered answered) {
        String from = peer(to, answered.link());
        Request.Kind kind = answered.request().kind();
        if (kind == Request.Kind.MASTER_DOWN && answered.answer() instanceof Resp.Array array) {
            String words = array.items().stream()
                    .map(item -> item instanceof Resp.Int number ? Long.toString(number.value()) : item.textOrEmpty())
                    .collect(Collectors.joining(" "));
            if (isNew(from + " answers " + to, words)) {
                line(from + " > " + to, "answers: " + words);
            }
        } else if (answered.answer() instanceof Resp.Error error && !NOISE.contains(kind)) {
            line(from + " > " + to, "answers: " + error);
        }
    }
}
