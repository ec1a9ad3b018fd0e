package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimClock;
import io.jsentinel.sim.SimConnection;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimWorld;
import io.jsentinel.sim.stock.StockMaster.State;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A sentinel of Redis 7.0. One timer does everything, ten to nineteen times a second, the pause drawn anew each time;
 * between its beats it only hears answers and hellos and answers others.
 */
public final class StockSentinel extends SimProcess {

    private static final String NOBODY = "*";
    private static final int LEAST_BEATS = 10;

    private final SentinelConfig firstConfig;
    private final SimClock clock;
    private final Random random;
    private final StockFile file = new StockFile(this);
    private final StockOrders orders = new StockOrders(this);
    private final TreeMap<String, StockMaster> masters = new TreeMap<>();
    private String runId = "";
    private long epoch;
    private boolean inTilt;
    private long tiltSinceMillis;
    private long beatMillis;

    /** A sentinel that has never run. @param config what it watches */
    public StockSentinel(SimWorld world, String name, Endpoint endpoint, SentinelConfig config) {
        super(world, name, endpoint);
        this.firstConfig = config;
        this.clock = new SimClock(world);
        this.random = new Random(world.random().nextLong());
    }

    @Override
    public void onStart() {
        SentinelConfig config = file.content().orElse(firstConfig);
        inTilt = false;
        epoch = config.currentEpoch();
        runId = config.myId().orElseGet(() -> RunId.draw(random)).value();
        masters.clear();
        config.masters().forEach(m -> masters.put(m.name(), new StockMaster(this, m)));
        if (config.myId().isEmpty()) {
            save();
        }
        masters.values().forEach(m -> announce(EventType.MONITOR, m.text(m.node) + " quorum " + m.settings.quorum()));
        beatMillis = nowMillis();
        beat();
    }

    @Override
    public void onCrash() {
        masters.values().forEach(m -> m.all().forEach(i -> i.link.close()));
    }

    @Override
    public void onClosed(SimConnection connection) {
        // Answers are given at once, so nothing is owed.
    }

    private void beat() {
        long passed = nowMillis() - beatMillis;
        beatMillis = nowMillis();
        if (passed > StockTimes.TILT_TRIGGER) {
            inTilt = true;
            tiltSinceMillis = nowMillis();
            announce(EventType.TILT, "#tilt mode entered");
        }
        Optional<StockMaster> finished = Optional.empty();
        for (StockMaster master : List.copyOf(masters.values())) {
            master.watch.beat();
            finished = master.state == State.UPDATE_CONFIG ? Optional.of(master) : finished;
        }
        finished.ifPresent(m -> m.watch.failover().finish());
        long pause = 1_000 / (LEAST_BEATS + random.nextInt(LEAST_BEATS));
        later(clock.until(nowMillis() + pause), this::beat);
    }

    /** Tilt ends by the way, while somebody is looked after. */
    void leaveTiltWhenDue() {
        if (inTilt && nowMillis() - tiltSinceMillis >= StockTimes.TILT_PERIOD) {
            inTilt = false;
            announce(EventType.TILT_ENDED, "#tilt mode exited");
        }
    }

    @Override
    public void onCommand(SimConnection from, List<String> words) {
        if (!StockVocabulary.isCommand(words)) {
            throw new AssertionError("at " + world().nowMillis() + " " + name() + " heard what no sentinel of Redis"
                    + " says: " + words);
        }
        switch (words.get(0)) {
            case "PING" -> from.answer(new Resp.Simple("PONG"));
            case "CLIENT" -> from.answer(Resp.OK);
            case "PUBLISH" -> {
                StockHello.receive(this, words.get(2));
                from.answer(Resp.integer(1));
            }
            default -> from.answer(masterDown(words));
        }
    }

    private Resp masterDown(List<String> words) {
        Endpoint address = new Endpoint(words.get(2), Integer.parseInt(words.get(3)));
        Optional<StockMaster> asked = masters.values().stream()
                .filter(m -> m.node.address.equals(address))
                .findFirst();
        boolean isDown = !inTilt && asked.filter(m -> m.node.isDown).isPresent();
        if (asked.isEmpty() || words.get(5).equals(NOBODY)) {
            return Resp.array(Resp.integer(isDown ? 1 : 0), Resp.bulk(NOBODY), Resp.integer(0));
        }
        StockMaster master = asked.get();
        vote(master, Long.parseLong(words.get(4)), words.get(5));
        return Resp.array(
                Resp.integer(isDown ? 1 : 0),
                Resp.bulk(master.leader.isEmpty() ? NOBODY : master.leader),
                Resp.integer(master.leaderEpoch));
    }

    /** Votes for a candidate, if nobody has our vote in that epoch or a newer one. */
    void vote(StockMaster master, long asked, String candidate) {
        if (asked > epoch) {
            epochSeen(asked);
        }
        if (master.leaderEpoch < asked && epoch <= asked) {
            master.leader = candidate;
            master.leaderEpoch = epoch;
            save();
            announce(EventType.VOTE_FOR_LEADER, candidate + " " + epoch);
            if (!candidate.equals(runId)) {
                master.startedMillis = nowMillis() + chance(StockTimes.MAX_DESYNC);
            }
        }
    }

    /** Something was told on the channel of a server. */
    void heard(String payload) {
        if (!StockVocabulary.isHello(payload)) {
            throw new AssertionError(name() + " heard what no sentinel of Redis tells: " + payload);
        }
        if (!payload.contains(runId)) {
            StockHello.receive(this, payload);
        }
    }

    /** Somebody knows of a newer epoch. */
    void epochSeen(long newer) {
        epoch = newer;
        save();
        announce(EventType.NEW_EPOCH, Long.toString(newer));
    }

    /** An attempt of ours begins: its epoch gets to the disk with our vote only. */
    void nextEpoch() {
        epoch++;
        announce(EventType.NEW_EPOCH, Long.toString(epoch));
    }

    void save() {
        List<MasterConfig> saved =
                masters.values().stream().map(StockMaster::saved).toList();
        file.write(firstConfig.withState(new RunId(runId), epoch, saved));
    }

    /** The process waits for its disk. */
    void standStill(long millis) {
        if (isRunning()) {
            freeze();
            world().queue().after(millis, this::thaw);
        }
    }

    /** The newest configuration names another master: everything but the sentinels begins anew. */
    void switchTo(StockMaster master, Endpoint address) {
        master.switchTo(address);
        master.replicas.values().forEach(r -> announce(EventType.SLAVE, master.text(r)));
        save();
    }

    /** The link to a sentinel that may be known under another master. */
    StockLink linkTo(String id, Endpoint address) {
        return masters.values().stream()
                .flatMap(m -> Optional.ofNullable(m.peers.get(id)).stream())
                .map(p -> p.link)
                .findFirst()
                .orElseGet(() -> new StockLink(this, address, false));
    }

    /** Forgets a sentinel of a master. Answers whether it was known. */
    boolean removePeer(StockMaster master, String id) {
        StockPeer removed = master.peers.remove(id);
        if (removed != null && masters.values().stream().noneMatch(m -> m.peers.containsKey(id))) {
            removed.link.close();
        }
        return removed != null;
    }

    /** A sentinel is at another address, whatever master it is about. */
    void movePeer(String id, Endpoint address) {
        for (StockMaster master : masters.values()) {
            Optional.ofNullable(master.peers.get(id)).ifPresent(peer -> {
                peer.address = address;
                peer.link.moveTo(address);
            });
        }
    }

    void announce(EventType type, String payload) {
        world().record().add(new SimRecord.Entry(world().nowMillis(), name(), new Event(type, payload)));
    }

    /** A number by chance. @param bound it is less than that */
    int chance(int bound) {
        return random.nextInt(bound);
    }

    String connectionName(String purpose) {
        return "sentinel-" + runId.substring(0, 8) + "-" + purpose;
    }

    boolean isInTilt() {
        return inTilt;
    }

    long nowMillis() {
        return clock.nowMillis();
    }

    Optional<StockMaster> master(String name) {
        return Optional.ofNullable(masters.get(name));
    }

    Collection<StockMaster> masters() {
        return masters.values();
    }

    /** Its identity; it draws another when its file was lost. */
    public String runId() {
        return runId;
    }

    /** The newest epoch that it knows. */
    public long epoch() {
        return epoch;
    }

    /** Its disk. */
    public StockFile file() {
        return file;
    }

    /** From now on its clock runs so many millionths faster than the world's, or slower. */
    public void clockRuns(int ppm) {
        clock.runs(ppm);
    }

    /** What it knows about a master; absent = it does not watch that. */
    public Optional<StockView> view(String master) {
        return master(master).map(StockView::new);
    }

    /** What people may tell it. */
    public StockOrders orders() {
        return orders;
    }

    /** It watches one more master, or one less. */
    void watches(String name, Optional<StockMaster> master) {
        masters.remove(name);
        master.ifPresent(m -> masters.put(name, m));
        save();
    }

    /** Closes the link to a sentinel, unless another master has it, too. */
    void closeUnlessShared(StockPeer peer) {
        if (masters.values().stream().noneMatch(m -> m.peers.containsKey(peer.runId))) {
            peer.link.close();
        }
    }
}
