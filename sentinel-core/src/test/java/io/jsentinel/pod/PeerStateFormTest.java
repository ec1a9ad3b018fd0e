package io.jsentinel.pod;

import static io.jsentinel.pod.Pods.booting;
import static io.jsentinel.pod.Pods.naming;
import static io.jsentinel.pod.Pods.pod;
import static io.jsentinel.pod.Pods.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What daemons of a set tell each other. */
class PeerStateFormTest {

    @Test
    void aStateIsReadAsItWasTold() {
        for (PeerState state : List.of(
                booting(FreshnessRecord.none(pod(0))),
                booting(record(2, 7, 1, 99)),
                naming(record(1, 7, 1, 99), 1, true),
                naming(record(2, 7, 1, 99), 1, false))) {
            assertThat(PeerStateForm.parse(PeerStateForm.format(state))).contains(state);
        }
    }

    @Test
    void anErrorOfAStockSentinelTellsNothing() {
        assertThat(PeerStateForm.parse(Resp.error("Unknown sentinel subcommand 'PEERSTATE'")))
                .isEmpty();
        assertThat(PeerStateForm.parse(Resp.NULL_ARRAY)).isEmpty();
        assertThat(PeerStateForm.parse(Resp.array())).isEmpty();
    }

    @Test
    void whatIsNotKnownIsSkippedAndWhatIsAbsurdWasNotSaid() {
        List<Resp> items = new ArrayList<>(((Resp.Array) PeerStateForm.format(booting(record(2, 7, 1, 99)))).items());
        items.addAll(List.of(Resp.bulk("colour"), Resp.bulk("blue"), Resp.bulk("vote-epoch"), Resp.bulk("-3")));
        items.addAll(List.of(Resp.bulk("phase"), Resp.bulk("flying"), Resp.bulk("odd")));
        PeerState read = PeerStateForm.parse(new Resp.Array(items)).orElseThrow();
        assertThat(read.vote().epoch()).isZero();
        assertThat(read.who().phase()).isEqualTo(BootState.Phase.INIT);
        assertThat(read.record()).isEqualTo(record(2, 7, 1, 99));
    }

    @Test
    void aRecordOfAnotherPodCountsAsNone() {
        List<Resp> items = new ArrayList<>(((Resp.Array) PeerStateForm.format(booting(record(2, 7, 1, 99)))).items());
        items.addAll(List.of(Resp.bulk("record"), Resp.bulk(RecordText.format(record(1, 8, 1, 100)))));
        assertThat(PeerStateForm.parse(new Resp.Array(items)).orElseThrow().record())
                .isEqualTo(FreshnessRecord.none(pod(2)));
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        List<Resp> items = new ArrayList<>();
        for (int i = 0; i < PeerStateForm.MAX_ITEMS; i++) {
            items.add(Resp.bulk("x"));
        }
        items.addAll(((Resp.Array) PeerStateForm.format(booting(record(2, 7, 1, 99)))).items());
        assertThat(PeerStateForm.parse(new Resp.Array(items))).isEmpty();
        assertThat(PeerStateForm.parse(Resp.bulks(List.of("pod", "r".repeat(1025)))))
                .isEmpty();
    }

    @Test
    void whatCarriesAnEpochThatCannotBeIsNotBelieved() {
        PeerState absurd = Pods.naming(Pods.record(1, 900, 1, 9), 1, true);
        assertThat(absurd.believed(epoch -> epoch < 1_000)).isEqualTo(absurd);
        PeerState left = absurd.believed(epoch -> epoch < 900);
        assertThat(left.view()).isEqualTo(PeerState.View.NOTHING);
        assertThat(left.record()).isEqualTo(FreshnessRecord.none(Pods.pod(1)));
        assertThat(left.who()).isEqualTo(absurd.who());
    }
}
