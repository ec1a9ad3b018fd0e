package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.Optional;

/** Another sentinel, as one of the watchers of one master. */
public final class Peer extends Instance {

    /** The purpose of a connection over which commands are sent, as it stands in the connection's name. */
    public static final String COMMANDS = "cmd";

    private final Master master;
    private final RunId runId;
    private long lastHelloMillis;
    private Optional<Endpoint> namedMaster = Optional.empty();
    private boolean saysMasterDown;
    private long answeredMillis = NEVER;
    private long seesDownUntilMillis = NEVER;
    private final Questions questions = new Questions();
    private long askedMillis = NEVER;
    private long askedVoteEpoch;
    private Optional<RunId> votedFor = Optional.empty();
    private long votedEpoch;

    Peer(Master master, RunId runId, Location location, Link link, long nowMillis) {
        super(location, link);
        this.master = master;
        this.runId = runId;
        this.lastHelloMillis = nowMillis;
    }

    /** The name that a sentinel gives to a connection for a purpose: it begins with a part of its identity. */
    public static String connectionName(RunId sentinel, String purpose) {
        return "sentinel-" + sentinel.brief() + "-" + purpose;
    }

    public RunId runId() {
        return runId;
    }

    @Override
    public Master master() {
        return master;
    }

    @Override
    public String name() {
        return runId.value();
    }

    @Override
    public String shownRunId() {
        return runId.value();
    }

    @Override
    public String described() {
        return "sentinel " + runId.value() + " " + endpoint().spaced() + " @ " + master.name() + " "
                + master.endpoint().spaced();
    }

    /** A hello of it came, with what it takes for the master. */
    public void saidHello(Endpoint namedMaster, long nowMillis) {
        this.namedMaster = Optional.of(namedMaster);
        lastHelloMillis = nowMillis;
    }

    /** What its last hello named as the master; nothing when none came. */
    public Optional<Endpoint> namedMaster() {
        return namedMaster;
    }

    /** When its last hello came; its creation if none did. */
    public long lastHelloMillis() {
        return lastHelloMillis;
    }

    /**
     * It was asked whether the master is down.
     *
     * @param question what was sent; the same object comes back with the answer
     * @param voteEpoch the epoch for which its vote was asked, too, or 0
     */
    public void asked(Object question, long voteEpoch, long nowMillis) {
        questions.sent(question, nowMillis);
        askedMillis = nowMillis;
        askedVoteEpoch = Math.max(askedVoteEpoch, voteEpoch);
    }

    /** The newest epoch for which its vote was asked, 0 for none. */
    public long askedVoteEpoch() {
        return askedVoteEpoch;
    }

    /** It answers that question, which was sent at the moment that this returns, or {@link Times#NEVER} if unknown. */
    public long answers(Object question) {
        return questions.answered(question);
    }

    /** When it was last asked, or {@link Times#NEVER}. */
    public long askedMillis() {
        return askedMillis;
    }

    /** Its connection is a new one: what was asked before is not answered any more, and the next question is due at once. */
    public void connected() {
        questions.clear();
        askAgain();
    }

    /** The next question is due at once. */
    public void askAgain() {
        askedMillis = NEVER;
    }

    /**
     * It answered whether the master is down.
     *
     * @param untilMillis until when that counts
     */
    public void answeredMasterDown(boolean down, long nowMillis, long untilMillis) {
        saysMasterDown = down;
        answeredMillis = nowMillis;
        seesDownUntilMillis = untilMillis;
    }

    /**
     * It asked us whether the master is down: only who sees it down asks that.
     *
     * @param untilMillis until when that counts
     */
    public void askedMasterDown(long untilMillis) {
        seesDownUntilMillis = saysMasterDown ? Math.max(seesDownUntilMillis, untilMillis) : untilMillis;
        saysMasterDown = true;
    }

    /** What it said of the master counts until then, if it said that it is down. */
    public long seesDownUntilMillis() {
        return seesDownUntilMillis;
    }

    /** What it said of the master is too old to rest on. */
    public void sightExpired() {
        saysMasterDown = false;
    }

    /** What it said of its vote is too old to rest on. */
    public void voteExpired() {
        votedFor = Optional.empty();
    }

    /**
     * It told of its newest vote.
     *
     * @param leader whom it voted for, empty when it no longer knows
     * @param epoch the vote's epoch
     */
    public void voted(Optional<RunId> leader, long epoch) {
        votedFor = leader;
        votedEpoch = epoch;
    }

    /** Its last answer is too old to rest on. */
    public void answerExpired() {
        saysMasterDown = false;
        votedFor = Optional.empty();
    }

    /** The master is at another address: what it said of the one before counts no more, its vote does. */
    public void masterMoved() {
        saysMasterDown = false;
        askedMillis = NEVER;
    }

    public boolean saysMasterDown() {
        return saysMasterDown;
    }

    /** When it last answered whether the master is down, or {@link Times#NEVER}. */
    public long answeredMillis() {
        return answeredMillis;
    }

    /** Whom it last voted for, if it told. */
    public Optional<RunId> votedFor() {
        return votedFor;
    }

    /** The epoch of that vote. */
    public long votedEpoch() {
        return votedEpoch;
    }
}
