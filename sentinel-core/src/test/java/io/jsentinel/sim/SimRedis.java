package io.jsentinel.sim;

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

/** A Redis server as far as sentinels see it. */
public final class SimRedis extends SimProcess {

    private static final Resp QUEUED = new Resp.Simple("QUEUED");
    private static final Resp PONG = new Resp.Simple("PONG");

    private final Replication replication;
    private final SimPause pause = new SimPause(this);
    private final Set<SimConnection> subscribers = new LinkedHashSet<>();
    private final Map<SimConnection, List<List<String>>> transactions = new LinkedHashMap<>();
    private final List<String> orders = new ArrayList<>();
    private final Map<String, Resp> refusals = new LinkedHashMap<>();
    private final Set<SimConnection> spoiled = new LinkedHashSet<>();
    private String version = "7.0.15";
    private int refusedOrders;
    private Optional<Flavor> flavor = Optional.empty();
    private RunId runId;
    private int priority = 100;
    private boolean announced = true;
    private boolean appendOnlyFile = true;
    private boolean inPod;
    private Optional<String> announcedName = Optional.empty();
    private Optional<Resp> answerToAll = Optional.empty();
    private Optional<Resp> answerToScriptKill = Optional.empty();
    private int scriptKills;
    private long slowMillis;
    private long lastServedMillis;
    private Optional<Endpoint> masterOnDisk = Optional.empty();

    public SimRedis(SimWorld world, String name, Endpoint endpoint) {
        super(world, name, endpoint);
        this.replication = new Replication(this);
    }

    public Replication replication() {
        return replication;
    }

    public SimPause pause() {
        return pause;
    }

    public RunId runId() {
        return runId;
    }

    public int priority() {
        return priority;
    }

    public void priority(int value) {
        priority = value;
    }

    public boolean isAnnounced() {
        return announced;
    }

    public void announced(boolean value) {
        announced = value;
    }

    /** The host that its master lists it under. */
    public String announcedHost() {
        return announcedName.orElse(endpoint().host());
    }

    /** It has itself listed by a name: {@code replica-announce-ip}. */
    public void announcedAs(String name) {
        announcedName = Optional.of(name);
    }

    /** From now on it answers everything but AUTH with that, or normally again. */
    public void answersAllWith(Optional<Resp> answer) {
        answerToAll = answer;
    }

    /** A script keeps it from answering until it is killed; one that has written cannot be killed. */
    public void runsScript(boolean hasWritten) {
        answersAllWith(Optional.of(
                Resp.error("-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.")));
        answerToScriptKill = Optional.of(
                hasWritten
                        ? Resp.error("-UNKILLABLE Sorry the script already executed write commands against the"
                                + " dataset.")
                        : Resp.OK);
    }

    /** The script has ended, by itself or because it was killed. */
    public void scriptEnds() {
        answersAllWith(Optional.empty());
        answerToScriptKill = Optional.empty();
    }

    /** How often it was told to end a script that it runs. */
    public int scriptKills() {
        return scriptKills;
    }

    /** From now on it takes that long before it serves a command; 0 = none. */
    public void slow(long millis) {
        slowMillis = millis;
    }

    /** Follows that server from its next start on, as its configuration file says. */
    public void configuredToFollow(Optional<Endpoint> master) {
        masterOnDisk = master;
    }

    /** It lets nobody change its role, as with an account that may not. */
    public void refusesOrders() {
        refuses("SLAVEOF", "-NOPERM this user has no permissions to run the 'slaveof' command");
        refuses("REPLICAOF", "-NOPERM this user has no permissions to run the 'replicaof' command");
    }

    /** From now on it answers a command with that error, before it looks at its arguments. */
    public void refuses(String command, String error) {
        refusals.put(command, Resp.error(error));
    }

    /** It is a server of another kind than Redis 7.0. */
    public void flavor(Flavor kind) {
        flavor = Optional.of(kind);
        kind.lacking().forEach(command -> refuses(command, "unknown command '" + command + "'"));
    }

    /** What it says its version is. */
    public String version() {
        return version;
    }

    /** It says that it is another version. */
    public void version(String other) {
        version = other;
    }

    /** It refuses nothing any more. */
    public void refusesNothing() {
        refusals.clear();
    }

    /** How often it refused to change its role. */
    public int refusedOrders() {
        return refusedOrders;
    }

    /** It keeps an append-only file, so that it has all its data after a restart; usual here. */
    public boolean hasAppendOnlyFile() {
        return appendOnlyFile;
    }

    /** It keeps no append-only file. */
    public void snapshotsOnly() {
        appendOnlyFile = false;
    }

    /** Whether clients may not write now. */
    public boolean areWritesPaused() {
        return pause.isOn();
    }

    /** It is in a pod: its file is read-only, and after a restart with its append-only file its history is a new one. */
    public void inPod() {
        inPod = true;
    }

    /** Every SLAVEOF that it carried out, with the moment. */
    public List<String> orders() {
        return List.copyOf(orders);
    }

    @Override
    public void onStart() {
        runId = RunId.draw(world().random());
        lastServedMillis = 0;
        replication.follow(masterOnDisk);
        replication.restarted();
        if (inPod && appendOnlyFile) {
            replication.forgotItsHistory();
        }
    }

    @Override
    public void onCrash() {
        pause.clear();
        subscribers.clear();
        transactions.clear();
        spoiled.clear();
    }

    @Override
    public void onClosed(SimConnection connection) {
        pause.forget(connection);
        subscribers.remove(connection);
        transactions.remove(connection);
        spoiled.remove(connection);
    }

    @Override
    public void onCommand(SimConnection from, List<String> words) {
        long due = Math.max(world().nowMillis() + slowMillis, lastServedMillis);
        if (due <= world().nowMillis()) {
            serve(from, words);
            return;
        }
        lastServedMillis = due;
        later(due - world().nowMillis(), () -> serve(from, words));
    }

    /** Carries out a command, or lets it wait for the end of a pause. */
    void serve(SimConnection from, List<String> words) {
        String command = words.get(0).toUpperCase(Locale.ROOT);
        if (pause.holds(from, words)) {
            return;
        }
        if (answerToScriptKill.isPresent() && command.equals("SCRIPT")) {
            from.answer(killScript());
        } else if (answerToAll.isPresent() && !command.equals("AUTH")) {
            from.answer(answerAsToAll(from, command));
        } else if (refusals.containsKey(command)) {
            refuse(from, command);
        } else if (command.equals("MULTI")) {
            transactions.put(from, new ArrayList<>());
            from.answer(Resp.OK);
        } else if (command.equals("EXEC")) {
            from.answer(exec(from));
        } else if (transactions.containsKey(from)) {
            transactions.get(from).add(words);
            from.answer(QUEUED);
        } else {
            from.answer(execute(from, command, words));
        }
    }

    private Resp killScript() {
        Resp answer = answerToScriptKill.orElseThrow();
        scriptKills++;
        if (answer.equals(Resp.OK)) {
            scriptEnds();
        }
        return answer;
    }

    /** Within a transaction what answers all commands spoils it, and ends it in the place of EXEC. */
    private Resp answerAsToAll(SimConnection from, String command) {
        if (command.equals("EXEC") || command.equals("DISCARD")) {
            transactions.remove(from);
            spoiled.remove(from);
        } else if (transactions.containsKey(from)) {
            spoiled.add(from);
        }
        return answerToAll.orElseThrow();
    }

    /** An error while a transaction is open spoils it; one about EXEC itself leaves it open, as with a renamed EXEC. */
    private void refuse(SimConnection from, String command) {
        if (command.equals("SLAVEOF") || command.equals("REPLICAOF")) {
            refusedOrders++;
        }
        if (transactions.containsKey(from)) {
            spoiled.add(from);
        }
        from.answer(refusals.get(command));
    }

    private Resp exec(SimConnection from) {
        List<List<String>> queued = transactions.remove(from);
        if (queued == null) {
            return Resp.error("EXEC without MULTI");
        }
        if (spoiled.remove(from)) {
            return Resp.error("-EXECABORT Transaction discarded because of previous errors.");
        }
        List<Resp> answers = new ArrayList<>();
        for (List<String> words : queued) {
            answers.add(execute(from, words.get(0).toUpperCase(Locale.ROOT), words));
        }
        return new Resp.Array(List.copyOf(answers));
    }

    private Resp execute(SimConnection from, String command, List<String> words) {
        return switch (command) {
            case "PING" -> PONG;
            case "AUTH" -> Resp.OK;
            case "INFO" ->
                Resp.bulk(flavor.map(f -> f.info(InfoWriter.textOf(this))).orElseGet(() -> InfoWriter.textOf(this)));
            case "CLIENT" -> client(from, words);
            case "CONFIG" -> words.get(1).equalsIgnoreCase("REWRITE") ? rewriteConfig() : Resp.OK;
            case "SLAVEOF", "REPLICAOF" -> slaveOf(words);
            case "SUBSCRIBE" -> subscribe(from, words.get(1));
            case "PUBLISH" -> publish(words.get(1), words.get(2));
            case "RANDOMKEY" ->
                replication.keys() == 0
                        ? Resp.NULL
                        : Resp.bulk(replication.data() + world().random().nextInt(9));
            case "EXISTS" ->
                Resp.integer(words.stream()
                        .skip(1)
                        .filter(key -> replication.keys() > 0 && key.startsWith(replication.data()))
                        .count());
            case "ROLE" -> Resp.array(Resp.bulk(replication.isMaster() ? "master" : "slave"));
            case "RPUSH" -> write(words);
            case "SCRIPT" -> Resp.error("-NOTBUSY No scripts in execution right now.");
            default -> Resp.error("unknown command '" + words.get(0) + "', with args beginning with: ");
        };
    }

    private Resp write(List<String> words) {
        if (!replication.isMaster()) {
            return Resp.error("-READONLY You can't write against a read only replica.");
        }
        replication.write(Integer.parseInt(words.get(2)));
        return Resp.integer(1);
    }

    private Resp client(SimConnection from, List<String> words) {
        if (words.get(1).equalsIgnoreCase("PAUSE")) {
            pause.begin(Long.parseLong(words.get(2)));
        } else if (words.get(1).equalsIgnoreCase("UNPAUSE")) {
            pause.end();
        }
        boolean kills = words.get(1).equalsIgnoreCase("KILL");
        if (kills && words.get(3).equalsIgnoreCase("normal")) {
            closeAllBut(from);
        } else if (kills && words.get(3).equalsIgnoreCase("slave")) {
            world().network().redises().stream()
                    .filter(r -> r.replication().source().filter(this::equals).isPresent())
                    .forEach(r -> r.replication().sentAway());
        }
        return Resp.OK;
    }

    private Resp rewriteConfig() {
        if (inPod) {
            return Resp.error("The server is running without a config file");
        }
        masterOnDisk = replication.master();
        return Resp.OK;
    }

    private Resp slaveOf(List<String> words) {
        boolean nobody = words.get(1).equalsIgnoreCase("NO");
        orders.add(world().nowMillis() + " SLAVEOF " + words.get(1) + " " + words.get(2));
        replication.follow(
                nobody ? Optional.empty() : Optional.of(new Endpoint(words.get(1), Integer.parseInt(words.get(2)))));
        return Resp.OK;
    }

    private Resp subscribe(SimConnection from, String channel) {
        subscribers.add(from);
        return new Resp.Array(List.of(Resp.bulk("subscribe"), Resp.bulk(channel), Resp.integer(1)));
    }

    private Resp publish(String channel, String payload) {
        tellSubscribers(channel, payload);
        replication.published(channel, payload);
        return Resp.integer(subscribers.size());
    }

    /** A message of a channel reached this server. */
    void tellSubscribers(String channel, String payload) {
        subscribers.forEach(subscriber -> subscriber.push(channel, payload));
    }
}
