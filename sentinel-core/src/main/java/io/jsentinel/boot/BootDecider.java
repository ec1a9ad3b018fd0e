package io.jsentinel.boot;

import io.jsentinel.address.Endpoint;
import io.jsentinel.boot.BootPicture.Other;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PeerState.View;
import io.jsentinel.pod.PodIdentity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who the master is, as far as one pod can say at its start. It follows whom others name where that cannot do harm, is
 * elected where nobody has a master, and waits where nothing can be known: it never guesses.
 */
public final class BootDecider {

    private static final long SECOND_MILLIS = 1_000;

    private BootDecider() {}

    /** What is to be done with what is known. */
    public static BootDecision decide(BootPicture picture) {
        Optional<View> named = newestName(picture);
        if (named.isPresent() && named.get().configEpoch() >= picture.newestRecordEpoch()) {
            Optional<BootDecision> decision = onName(picture, named.get());
            if (decision.isPresent()) {
                return decision.get();
            }
        }
        Optional<String> missing = missing(picture);
        if (missing.isPresent()) {
            return new BootDecision.Wait(Phase.WAIT, missing.get());
        }
        Optional<String> patience = patience(picture);
        if (patience.isPresent()) {
            return new BootDecision.Wait(Phase.WAIT, patience.get());
        }
        PodIdentity best = picture.best();
        if (!best.equals(picture.own().record().pod())) {
            return new BootDecision.Wait(Phase.ELECTION, best + " has the freshest data and is to be elected");
        }
        boolean lossPossible = picture.newestRecordEpoch() > 0
                && !wasMaster(picture.own().record(), picture.newestRecordEpoch())
                && !picture.own().hasMaster();
        return new BootDecision.Elect(
                lossPossible, "our data are the freshest of " + picture.present() + " of " + picture.pods() + " pods");
    }

    private static Optional<View> newestName(BootPicture picture) {
        return picture.others().stream()
                .map(other -> other.state().view())
                .filter(view -> view.master().isPresent())
                .max(Comparator.comparingLong(View::configEpoch));
    }

    /** What follows from the newest configuration that others have in force; nothing when it must be decided anew. */
    private static Optional<BootDecision> onName(BootPicture picture, View named) {
        Endpoint master = named.master().orElseThrow();
        List<View> agreeing = picture.others().stream()
                .map(other -> other.state().view())
                .filter(view -> view.master().equals(named.master()) && view.configEpoch() == named.configEpoch())
                .toList();
        boolean byMajority = picture.pods() > 0 && agreeing.size() >= picture.majority();
        String who = agreeing.size() + " of " + picture.pods() + " pods name " + master.joined();
        if (master.equals(picture.own().place())) {
            return byMajority
                    ? Optional.of(new BootDecision.Resume(named.configEpoch(), who + ", our own server"))
                    : Optional.empty();
        }
        Optional<Other> there = picture.at(master);
        boolean lives = there.filter(other -> other.state().hasMaster()).isPresent()
                || agreeing.stream().anyMatch(View::masterLives);
        // Following one that is gone does no harm either: those who name it are then enough to replace it.
        return byMajority || lives || there.isEmpty()
                ? Optional.of(new BootDecision.Adopt(master, named.configEpoch(), who))
                : Optional.empty();
    }

    private static Optional<String> missing(BootPicture picture) {
        if (picture.pods() == 0) {
            return Optional.of(
                    "how many pods there are is not known: sidecar-replicas or the Kubernetes API must tell");
        }
        return picture.present() >= picture.majority()
                ? Optional.empty()
                : Optional.of(picture.present() + " of " + picture.pods() + " pods are here, " + picture.majority()
                        + " are needed to decide who the master is");
    }

    /** Whom it is still waited for. */
    private static Optional<String> patience(BootPicture picture) {
        if (picture.isBestAMaster()) {
            return Optional.empty();
        }
        long waited = picture.togetherMillis();
        if (picture.present() < picture.pods() && waited < picture.waits().waitMillis()) {
            return Optional.of(picture.present() + " of " + picture.pods() + " pods are here, the others are waited for"
                    + forSeconds(picture.waits().waitMillis()));
        }
        long epoch = picture.newestRecordEpoch();
        long limit = picture.waits().lastMasterWaitMillis();
        boolean isHere = picture.records().stream()
                .filter(record -> record.configEpoch() == epoch)
                .anyMatch(record -> record.wasMaster()
                        || record.master().filter(picture::isHere).isPresent());
        if (epoch > 0 && !isHere && (limit < 0 || waited < limit)) {
            return Optional.of("the last known master " + lastMaster(picture, epoch) + " is waited for"
                    + (limit < 0 ? "" : forSeconds(limit)));
        }
        return Optional.empty();
    }

    private static boolean wasMaster(FreshnessRecord record, long epoch) {
        return record.wasMaster() && record.configEpoch() == epoch;
    }

    private static String lastMaster(BootPicture picture, long epoch) {
        return picture.records().stream()
                .filter(record -> record.configEpoch() == epoch)
                .flatMap(record -> record.master().stream())
                .findFirst()
                .map(Endpoint::joined)
                .orElse("of epoch " + epoch);
    }

    private static String forSeconds(long millis) {
        return ", " + millis / SECOND_MILLIS + " s at most";
    }
}
