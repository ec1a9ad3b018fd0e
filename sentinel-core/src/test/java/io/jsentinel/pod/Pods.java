package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.pod.PeerState.View;
import io.jsentinel.pod.PeerState.Vote;
import io.jsentinel.pod.PeerState.Who;
import java.util.Optional;

/** Pods, records and states for tests, with what a test does not care about filled in. */
public final class Pods {

    /** The set of all of them. */
    public static final String SERVICE = "redis-headless.test";

    private Pods() {}

    public static PodIdentity pod(int ordinal) {
        return new PodIdentity("redis-" + ordinal);
    }

    public static RunId sentinel(int ordinal) {
        return new RunId(Integer.toString(ordinal).repeat(RunId.LENGTH).substring(0, RunId.LENGTH));
    }

    public static Endpoint place(int ordinal) {
        return new Endpoint("redis-" + ordinal + "." + SERVICE, 6379);
    }

    public static String history(char letter) {
        return Character.toString(letter).repeat(FreshnessRecord.REPLID_LENGTH);
    }

    /** A record of a pod in an epoch whose master was that one, at that offset. */
    public static FreshnessRecord record(int ordinal, long epoch, int master, long offset) {
        return new FreshnessRecord(
                pod(ordinal),
                epoch,
                ordinal == master,
                Optional.of(place(master)),
                history('a'),
                "",
                1_000,
                offset,
                10,
                5_000,
                false);
    }

    /** A Redis server that takes writes. */
    public static LocalRedis writer(String history) {
        return new LocalRedis(
                Role.MASTER, Optional.of(sentinel(9)), Optional.empty(), false, false, history, "", 100, 10, false, 0);
    }

    /** A Redis server of that role. */
    public static LocalRedis redis(Role role, Optional<Endpoint> following) {
        return new LocalRedis(
                role,
                Optional.of(sentinel(9)),
                following,
                following.isPresent(),
                false,
                history('a'),
                "",
                100,
                10,
                false,
                0);
    }

    /** A pod that is at its boot and knows nothing but its record. */
    public static PeerState booting(FreshnessRecord record) {
        int ordinal = record.pod().ordinal().orElseThrow();
        return new PeerState(
                new Who(record.pod(), sentinel(ordinal), SERVICE, BootState.Phase.ASK, false),
                View.NOTHING,
                Optional.empty(),
                record,
                Vote.NONE);
    }

    /** A pod that runs and names a master. */
    public static PeerState naming(FreshnessRecord record, int master, boolean lives) {
        PeerState state = booting(record);
        return new PeerState(
                new Who(state.pod(), state.who().sentinel(), SERVICE, BootState.Phase.RUN, false),
                new View(Optional.of(place(master)), record.configEpoch(), record.configEpoch(), lives, false, 0),
                Optional.of(redis(
                        record.wasMaster() ? Role.MASTER : Role.REPLICA,
                        record.wasMaster() ? Optional.empty() : Optional.of(place(master)))),
                record,
                Vote.NONE);
    }
}
