package io.jsentinel.rehearsal;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What stands for a Redis server: as much of one as sentinels see, with data that never change. */
final class StandIn implements Actor {

    private static final Resp PONG = new Resp.Simple("PONG");
    private static final Resp QUEUED = new Resp.Simple("QUEUED");

    /** As many a server in a container; what is refused is rehearsed, too. */
    private static final Resp WITHOUT_FILE = new Resp.Error("ERR The server is running without a config file");

    private final Stage stage;
    private final Endpoint place;
    private final RandomGenerator random;
    private final Set<Wire> subscribers = new LinkedHashSet<>();
    private final Map<Wire, List<List<String>>> transactions = new LinkedHashMap<>();
    private RunId runId;
    private String history;
    private Optional<Endpoint> master;
    private boolean up = true;

    StandIn(Stage stage, Endpoint place, Optional<Endpoint> master, RandomGenerator random) {
        this.stage = stage;
        this.place = place;
        this.master = master;
        this.random = random;
        this.runId = RunId.draw(random);
        this.history = RunId.draw(random).value();
    }

    @Override
    public Endpoint place() {
        return place;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    /** It is gone; its connections end when something is said on them. */
    void crash() {
        up = false;
        subscribers.clear();
        transactions.clear();
    }

    /** It is back, with its data and in its role, as another process. */
    void restart() {
        up = true;
        runId = RunId.draw(random);
    }

    boolean isMaster() {
        return master.isEmpty();
    }

    /** The server that it follows and reaches. */
    Optional<StandIn> source() {
        return master.flatMap(stage::at).filter(StandIn.class::isInstance).map(StandIn.class::cast);
    }

    /** The server that it was told to follow. */
    Optional<Endpoint> master() {
        return master;
    }

    /** The servers that follow it and are there. */
    List<StandIn> replicas() {
        return stage.present()
                .filter(StandIn.class::isInstance)
                .map(StandIn.class::cast)
                .filter(other -> other.source().filter(this::equals).isPresent())
                .toList();
    }

    RunId runId() {
        return runId;
    }

    /** The id of the history of its data. */
    String history() {
        return source().map(StandIn::ownHistory).orElse(history);
    }

    private String ownHistory() {
        return history;
    }

    @Override
    public void hear(Wire from, List<String> words, Consumer<Resp> answer) {
        String command = words.get(0).toUpperCase(Locale.ROOT);
        subscribers.removeIf(wire -> !wire.isOpen());
        List<List<String>> queued = transactions.get(from);
        if (command.equals("MULTI")) {
            transactions.put(from, new ArrayList<>());
            answer.accept(Resp.OK);
        } else if (command.equals("EXEC") && queued != null) {
            transactions.remove(from);
            answer.accept(new Resp.Array(
                    queued.stream().map(part -> execute(from, part)).toList()));
        } else if (queued != null) {
            queued.add(words);
            answer.accept(QUEUED);
        } else {
            answer.accept(execute(from, words));
        }
    }

    private Resp execute(Wire from, List<String> words) {
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PING" -> PONG;
            case "INFO" -> new Resp.Bulk(StandInInfo.of(this));
            case "SLAVEOF", "REPLICAOF" -> follow(words);
            case "SUBSCRIBE" -> subscribe(from, words.get(1));
            case "PUBLISH" -> publish(words.get(1), words.get(2));
            case "CONFIG" -> WITHOUT_FILE;
            case "CLIENT", "AUTH" -> Resp.OK;
            default -> new Resp.Error("ERR unknown command");
        };
    }

    private Resp follow(List<String> words) {
        Optional<StandIn> old = source();
        if (words.get(1).equalsIgnoreCase("NO")) {
            // The data go on; who followed the same master goes on with them.
            old.ifPresent(source -> history = source.ownHistory());
            master = Optional.empty();
        } else {
            master = Optional.of(new Endpoint(words.get(1), Integer.parseInt(words.get(2))));
        }
        return Resp.OK;
    }

    private Resp subscribe(Wire from, String channel) {
        subscribers.add(from);
        return new Resp.Array(List.of(new Resp.Bulk("subscribe"), new Resp.Bulk(channel), new Resp.Int(1)));
    }

    private Resp publish(String channel, String payload) {
        subscribers.forEach(wire -> wire.push(channel, payload));
        return new Resp.Int(subscribers.size());
    }
}
