package io.jsentinel.boot;

import static io.jsentinel.pod.Pods.booting;
import static io.jsentinel.pod.Pods.history;
import static io.jsentinel.pod.Pods.naming;
import static io.jsentinel.pod.Pods.place;
import static io.jsentinel.pod.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.boot.BootPicture.Other;
import io.jsentinel.boot.BootPicture.Own;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PeerState.View;
import io.jsentinel.pod.Pods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decisions at a start for thousands of random sets, beside the same rules told once more in the plainest way. */
class BootTwinTest {

    private static final int SETS = 20_000;

    @Test
    void everyDecisionIsThatOfThePlainRules() {
        Random random = new Random(11);
        int[] seen = new int[4];
        for (int i = 0; i < SETS; i++) {
            BootPicture picture = picture(random);
            String kind = plain(picture);
            assertThat(BootDecider.decide(picture).getClass().getSimpleName())
                    .as("%s", picture)
                    .isEqualTo(kind);
            seen[List.of("Adopt", "Resume", "Elect", "Wait").indexOf(kind)]++;
        }
        assertThat(Arrays.stream(seen).min().orElseThrow())
                .as("how often the rarest kind came")
                .isGreaterThan(SETS / 200);
    }

    /** Where all pods see each other, exactly one stands for election, and all others agree which. */
    @Test
    void whereAllSeeAllExactlyOneStands() {
        Random random = new Random(12);
        for (int i = 0; i < SETS / 10; i++) {
            int size = 1 + random.nextInt(5);
            List<PeerState> all = new ArrayList<>();
            for (int ordinal = 0; ordinal < size; ordinal++) {
                PeerState state = booting(record(random, ordinal));
                all.add(random.nextInt(4) == 0 ? withMaster(random, state) : state);
            }
            List<String> standing = new ArrayList<>();
            for (PeerState one : all) {
                List<Other> others = all.stream()
                        .filter(other -> other != one)
                        .map(BootTwinTest::other)
                        .toList();
                Own own = new Own(other(one).place(), one.record(), one.redis());
                BootDecision decision = BootDecider.decide(new BootPicture(own, others, size, new Boot(size, 0, 0), 0));
                if (decision instanceof BootDecision.Elect) {
                    standing.add(one.pod().name());
                }
            }
            assertThat(standing).as("%s", all).hasSize(1);
        }
    }

    private static Other other(PeerState state) {
        return new Other(state, place(state.pod().ordinal().orElseThrow()));
    }

    /** The rules, one after the other. */
    private static String plain(BootPicture seen) {
        long recordEpoch = seen.own().record().configEpoch();
        long namedEpoch = -1;
        for (Other other : seen.others()) {
            recordEpoch = Math.max(recordEpoch, other.state().record().configEpoch());
            if (other.state().view().master().isPresent()) {
                namedEpoch = Math.max(namedEpoch, other.state().view().configEpoch());
            }
        }
        if (namedEpoch >= 0 && namedEpoch >= recordEpoch) {
            String byName = plainOnName(seen, namedEpoch);
            if (!byName.isEmpty()) {
                return byName;
            }
        }
        int here = seen.others().size() + 1;
        boolean lastMasterHere = recordEpoch == 0 || isLastMaster(seen.own().record(), recordEpoch, seen);
        for (Other other : seen.others()) {
            lastMasterHere |= isLastMaster(other.state().record(), recordEpoch, seen);
        }
        if (seen.pods() == 0 || here * 2 <= seen.pods()) {
            return "Wait";
        }
        long[] best = rank(seen.own().record(), seen.own().redis(), seen);
        FreshnessRecord bestRecord = seen.own().record();
        for (Other other : seen.others()) {
            long[] rank = rank(other.state().record(), other.state().redis(), seen);
            int order = Arrays.compare(rank, best);
            if (order > 0 || order == 0 && other.state().record().pod().compareTo(bestRecord.pod()) < 0) {
                best = rank;
                bestRecord = other.state().record();
            }
        }
        boolean patient = here < seen.pods()
                        && seen.togetherMillis() < seen.waits().waitMillis()
                || !lastMasterHere && seen.togetherMillis() < seen.waits().lastMasterWaitMillis();
        boolean isMaster = best[2] == 1;
        if (patient && !isMaster) {
            return "Wait";
        }
        return bestRecord == seen.own().record() ? "Elect" : "Wait";
    }

    /** All that counts, in its order: epoch, master of it, takes writes, birth, offset, clean, time. */
    private static long[] rank(FreshnessRecord record, Optional<LocalRedis> redis, BootPicture seen) {
        boolean writes = redis.isPresent() && redis.get().role() == Role.MASTER;
        long[] rank = rank(record, writes, record.offset());
        if (!writes) {
            return rank;
        }
        for (FreshnessRecord other : all(seen)) {
            boolean isReader =
                    !other.wasMaster() && other.replid().equals(redis.get().replid());
            if (isReader && other.configEpoch() > rank[0]) {
                rank = new long[] {
                    other.configEpoch(), 1, 1, other.bornMillis(), redis.get().offset(), 0, record.wallMillis()
                };
            }
        }
        return rank;
    }

    private static long[] rank(FreshnessRecord record, boolean writes, long offset) {
        return new long[] {
            record.configEpoch(),
            record.wasMaster() ? 1 : 0,
            writes ? 1 : 0,
            record.bornMillis(),
            offset,
            record.clean() ? 1 : 0,
            record.wallMillis()
        };
    }

    private static List<FreshnessRecord> all(BootPicture seen) {
        List<FreshnessRecord> all = new ArrayList<>(List.of(seen.own().record()));
        seen.others().forEach(other -> all.add(other.state().record()));
        return all;
    }

    private static boolean isLastMaster(FreshnessRecord record, long epoch, BootPicture seen) {
        if (record.configEpoch() != epoch) {
            return false;
        }
        boolean isHere = record.master().filter(seen.own().place()::equals).isPresent();
        for (Other other : seen.others()) {
            isHere |= record.master().filter(other.place()::equals).isPresent();
        }
        return record.wasMaster() || isHere;
    }

    private static String plainOnName(BootPicture seen, long epoch) {
        Optional<View> first = seen.others().stream()
                .map(other -> other.state().view())
                .filter(view -> view.master().isPresent() && view.configEpoch() == epoch)
                .findFirst();
        int agreeing = 0;
        boolean lives = false;
        boolean isThere = false;
        for (Other other : seen.others()) {
            View view = other.state().view();
            if (view.master().equals(first.orElseThrow().master()) && view.configEpoch() == epoch) {
                agreeing++;
                lives |= view.masterLives();
            }
            if (other.place().equals(first.orElseThrow().master().orElseThrow())) {
                isThere = true;
                lives |= other.state().hasMaster();
            }
        }
        boolean byMajority = seen.pods() > 0 && agreeing * 2 > seen.pods();
        if (first.orElseThrow().master().orElseThrow().equals(seen.own().place())) {
            return byMajority ? "Resume" : "";
        }
        return byMajority || lives || !isThere ? "Adopt" : "";
    }

    private static BootPicture picture(Random random) {
        int size = 1 + random.nextInt(5);
        int self = random.nextInt(size);
        List<Other> others = new ArrayList<>();
        int master = random.nextBoolean() ? self : random.nextInt(size);
        boolean anybodyNames = random.nextInt(3) == 0;
        for (int ordinal = 0; ordinal < size; ordinal++) {
            if (ordinal != self && random.nextInt(4) > 0) {
                FreshnessRecord record = record(random, ordinal);
                PeerState state = anybodyNames && random.nextInt(4) > 0
                        ? naming(Pods.record(ordinal, 2, master, 1), master, random.nextBoolean())
                        : booting(record);
                others.add(other(random.nextInt(6) == 0 ? withMaster(random, state) : state));
            }
        }
        Own own = new Own(
                place(self),
                record(random, self),
                random.nextInt(8) == 0 ? Optional.of(writer(random)) : Optional.empty());
        int pods = random.nextInt(10) == 0 ? 0 : size;
        return new BootPicture(own, others, pods, new Boot(pods, 30, 60), random.nextInt(90));
    }

    private static LocalRedis writer(Random random) {
        return Pods.writer(history(random.nextBoolean() ? 'a' : 'b'));
    }

    private static PeerState withMaster(Random random, PeerState state) {
        return new PeerState(state.who(), state.view(), Optional.of(writer(random)), state.record(), state.vote());
    }

    private static FreshnessRecord record(Random random, int ordinal) {
        int epoch = random.nextInt(3);
        int master = random.nextInt(5);
        return epoch == 0
                ? FreshnessRecord.none(pod(ordinal))
                : new FreshnessRecord(
                        pod(ordinal),
                        epoch,
                        ordinal == master,
                        Optional.of(place(master)),
                        history('a'),
                        "",
                        random.nextInt(2),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextBoolean());
    }
}
