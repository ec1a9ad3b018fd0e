package io.jsentinel.topology;

import io.jsentinel.address.RunId;
import io.jsentinel.boot.Amnesia;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.pod.ClusterView;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** This sentinel itself: who it is, which epoch it knows, what it tells about itself. */
public final class Self {

    /** Up to here every epoch from outside is taken. */
    static final long MAX_EPOCH = 1L << 53;

    /** Beyond that, how far an epoch may be ahead of ours: farther than any cluster counts. */
    static final long MAX_LEAD = 1L << 32;

    /** The most epochs that are remembered apart while they wait for a save. */
    static final int MAX_UNSAVED = 64;

    private final RunId runId;
    private ProcessSettings process;
    private SentinelConfig config;
    private final Listening listening;
    private final ArrayDeque<Unsaved> unsaved = new ArrayDeque<>();
    private final EnumSet<CrashPoint> crashPoints = EnumSet.noneOf(CrashPoint.class);
    private long currentEpoch;
    private long savedEpoch;
    private Amnesia amnesia = Amnesia.none();
    private boolean leaving;
    private boolean leaseHeld;
    private boolean observed;
    private ClusterView cluster = ClusterView.UNKNOWN;

    private record Unsaved(long epoch, long stateNumber) {}

    /**
     * How others reach us.
     *
     * @param port the listener's port
     * @param password the password that clients of ours must give; other sentinels are assumed to have the same
     */
    public record Listening(int port, Optional<String> password) {

        @Override
        public String toString() {
            return "Listening[port=" + port + "]";
        }
    }

    /** Ourselves, with nothing special about the process but its clockwork. */
    public Self(RunId runId, SentinelConfig config, Timing timing, Listening listening) {
        this(runId, config, ProcessSettings.of(timing), listening);
    }

    public Self(RunId runId, SentinelConfig config, ProcessSettings process, Listening listening) {
        this.runId = runId;
        this.config = config;
        this.process = process;
        this.listening = listening;
        this.currentEpoch = config.currentEpoch();
        this.savedEpoch = config.currentEpoch();
    }

    public RunId runId() {
        return runId;
    }

    /** Periods and limits in force; SENTINEL DEBUG changes them. */
    public Timing timing() {
        return process.timing();
    }

    /** What is set about the process around us. */
    public ProcessSettings process() {
        return process;
    }

    /** The process is set otherwise from now on. */
    public void setProcess(ProcessSettings changed) {
        process = changed;
    }

    /** Our own settings; the masters in there are those of the start. */
    public SentinelConfig config() {
        return config;
    }

    /** Our own settings are others from now on. */
    public void setConfig(SentinelConfig changed) {
        config = changed;
    }

    /** The newest epoch that was seen anywhere. */
    public long currentEpoch() {
        return currentEpoch;
    }

    /**
     * Whether an epoch from outside can be taken. Redis takes any number, so that a single message with the largest
     * one ends all elections for good. A fixed limit would do the same to those who have reached it: so there is always
     * room above ours, and it would take billions of messages to use it up.
     */
    public boolean isCredible(long epoch) {
        return epoch >= 0 && (epoch <= MAX_EPOCH || epoch - currentEpoch <= MAX_LEAD);
    }

    /** What we must not do because an earlier life of ours is not remembered. */
    public Amnesia amnesia() {
        return amnesia;
    }

    /** An earlier life of ours is not remembered. */
    public void forgot(Amnesia what) {
        amnesia = what;
    }

    /** The newest epoch that is on disk: the one that others may be told. */
    public long savedEpoch() {
        return savedEpoch;
    }

    /**
     * A newer epoch was seen.
     *
     * @param epoch which
     * @param stateNumber the state that has it
     */
    public void sawEpoch(long epoch, long stateNumber) {
        currentEpoch = epoch;
        if (unsaved.size() == MAX_UNSAVED) {
            // What was between is not told on its own: the one before it is, until this one is saved.
            unsaved.removeLast();
        }
        unsaved.add(new Unsaved(epoch, stateNumber));
    }

    /** All states up to this one are on disk. */
    public void saved(long stateNumber) {
        while (!unsaved.isEmpty() && unsaved.peek().stateNumber() <= stateNumber) {
            savedEpoch = unsaved.poll().epoch();
        }
    }

    /** Somebody who grants a lease on being the master says whether we hold it. */
    public void leaseHeld(boolean held) {
        leaseHeld = held;
    }

    /** Whether we hold a lease on being the master: nobody else can be it meanwhile. */
    public boolean holdsLease() {
        return leaseHeld;
    }

    /** We are about to end: nobody should count on us any more. */
    public void leaves() {
        leaving = true;
    }

    /** Load balancers ask us about roles and lag: what nodes say of themselves must be recent from now on. */
    public void observed() {
        observed = true;
    }

    /** Whether load balancers ask us about roles and lag. */
    public boolean isObserved() {
        return observed;
    }

    /** Whether we are about to end. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Where it is to end itself in a failover that it leads, for tests. */
    public Set<CrashPoint> crashPoints() {
        return Collections.unmodifiableSet(crashPoints);
    }

    /** It ends itself nowhere any more. */
    public void crashNowhere() {
        crashPoints.clear();
    }

    /** It is to end itself there, too. */
    public void crashAt(CrashPoint point) {
        crashPoints.add(point);
    }

    /** What the Kubernetes API told last. */
    public ClusterView cluster() {
        return cluster;
    }

    /** The Kubernetes API told something. */
    public void cluster(ClusterView told) {
        cluster = told;
    }

    /** The port that we tell others. */
    public int announcedPort() {
        return config.announcePort() != 0 ? config.announcePort() : listening.port();
    }

    /** The address that we tell others, given the one that a connection has. */
    public String announcedHost(String localHost) {
        return config.announceIp().orElse(localHost);
    }

    /** How we log in to other sentinels: as configured, else with the password that our own clients need. */
    public Credentials peerCredentials() {
        Credentials configured = config.peerCredentials();
        return configured.password().isPresent() ? configured : new Credentials(Optional.empty(), listening.password());
    }
}
