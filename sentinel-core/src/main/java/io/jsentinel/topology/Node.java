package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.topology.InfoReport.Role;
import java.util.Optional;

/** A Redis server: it has a second connection for the hello channel, and answers INFO. */
public abstract sealed class Node extends Instance permits Master, Replica {

    /** How much of an INFO is kept for SENTINEL INFO-CACHE; a real one has less than half of that. */
    static final int MAX_INFO_TEXT = 64 * 1024;

    private Link eventsLink;
    private Optional<RunId> runId = Optional.empty();
    private InfoReport report;
    private Optional<String> infoText = Optional.empty();
    private Role reportedRole;
    private long reportedRoleSinceMillis;
    private long masterChangedMillis;
    private long infoMillis = NEVER;
    private long infoSentMillis = NEVER;
    private boolean infoAwaited;
    private boolean scriptKillSent;
    private long orderRefusedMillis = NEVER;

    Node(Location location, Link link, Link eventsLink, long nowMillis) {
        super(location, link);
        this.eventsLink = eventsLink;
        forgetReports(nowMillis);
    }

    /**
     * Whether it says that it follows itself: it was set apart, or waits to be told what it is. It may call itself by an
     * address that only means it where it is.
     */
    public boolean followsItself() {
        return report.masterEndpoint().filter(this::isItself).isPresent();
    }

    private boolean isItself(Endpoint followed) {
        boolean isLoopback = followed.host().equals("127.0.0.1")
                || followed.host().equals("::1")
                || followed.host().equals("localhost");
        boolean isRemote = location()
                .target()
                .filter(target ->
                        !target.host().startsWith("127.") && !target.host().equals("::1"))
                .isPresent();
        return location().isAt(followed)
                || isLoopback
                        && isRemote
                        && followed.port() == location().told().port();
    }

    /** What it is configured to be. */
    public abstract Role role();

    /** The connection that listens to the hello channel. */
    public Link eventsLink() {
        return eventsLink;
    }

    /** It is another process, or at another place: what the old one said is forgotten. */
    final void startedAnew(Location newLocation, Link newLink, Link newEventsLink, long nowMillis) {
        reachedAt(newLocation, newLink);
        eventsLink = newEventsLink;
        runId = Optional.empty();
        infoMillis = NEVER;
        infoSentMillis = NEVER;
        infoAwaited = false;
        scriptKillSent = false;
        orderRefusedMillis = NEVER;
        forgetReports(nowMillis);
    }

    private void forgetReports(long nowMillis) {
        report = InfoReport.assumed(role());
        infoText = Optional.empty();
        reportedRole = role();
        reportedRoleSinceMillis = nowMillis;
        masterChangedMillis = nowMillis;
    }

    /** An INFO was asked for. */
    public void infoSent(long nowMillis) {
        infoAwaited = true;
        infoSentMillis = nowMillis;
    }

    /** The connection on which an INFO was awaited is gone. */
    public void infoLost() {
        infoAwaited = false;
    }

    /** An INFO was refused: it says nothing, but another may be asked for in a while. */
    public void infoRefused() {
        infoAwaited = false;
    }

    /** An INFO came. */
    public void reported(InfoReport newReport, long nowMillis) {
        if (!newReport.masterEndpoint().equals(report.masterEndpoint())) {
            masterChangedMillis = nowMillis;
        }
        report = newReport;
        infoMillis = nowMillis;
        infoAwaited = false;
    }

    /** The words of the INFO that came; what is beyond {@value #MAX_INFO_TEXT} characters is cut off. */
    public void infoTextCame(String text) {
        infoText = Optional.of(text.length() > MAX_INFO_TEXT ? text.substring(0, MAX_INFO_TEXT) : text);
    }

    /** The words of the last INFO, if one came. */
    public Optional<String> infoText() {
        return infoText;
    }

    /** It says another role than before. */
    public void roleReported(Role newRole, long nowMillis) {
        reportedRole = newRole;
        reportedRoleSinceMillis = nowMillis;
        if (newRole == Role.SLAVE) {
            masterChangedMillis = nowMillis;
        }
    }

    /** Time in which we ourselves did not look does not count for how long it has said what it says. */
    public void forgive(long lateMillis) {
        reportedRoleSinceMillis += lateMillis;
        masterChangedMillis += lateMillis;
    }

    /** It says who it is. */
    public void identified(RunId newRunId) {
        runId = Optional.of(newRunId);
    }

    /** It was told to stop the script that keeps it busy. */
    public void scriptKillSent() {
        scriptKillSent = true;
    }

    @Override
    public void cameUp() {
        super.cameUp();
        scriptKillSent = false;
    }

    /** Whether it was told to stop its script since it went down. */
    public boolean isScriptKillSent() {
        return scriptKillSent;
    }

    /** It does not let us change its role, in whatever words. */
    public void orderRefused(long nowMillis) {
        orderRefusedMillis = nowMillis;
    }

    /** When it last refused to change its role, or {@link Times#NEVER}. */
    public long orderRefusedMillis() {
        return orderRefusedMillis;
    }

    public Optional<RunId> runId() {
        return runId;
    }

    @Override
    public String shownRunId() {
        return runId.map(RunId::value).orElse("");
    }

    /** The last INFO, or what is assumed before the first. */
    public InfoReport report() {
        return report;
    }

    /** The role that it last said it has. */
    public Role reportedRole() {
        return reportedRole;
    }

    public long reportedRoleSinceMillis() {
        return reportedRoleSinceMillis;
    }

    /** When the master that it says it follows last changed. */
    public long masterChangedMillis() {
        return masterChangedMillis;
    }

    /** When the last INFO came, or {@link Times#NEVER}. */
    public long infoMillis() {
        return infoMillis;
    }

    /** When the last INFO was asked for, or {@link Times#NEVER}. */
    public long infoSentMillis() {
        return infoSentMillis;
    }

    /** Whether an INFO was asked for and has not come. */
    public boolean isInfoAwaited() {
        return infoAwaited;
    }

    /** Whether both connections stand or are being made. */
    public boolean isConnected() {
        return !link().isClosed() && !eventsLink.isClosed();
    }
}
