package io.jsentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.FailoverRecord.Result;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailoverLogTest {

    private static final Endpoint FROM = new Endpoint("10.0.0.1", 6379);
    private static final Endpoint TO = new Endpoint("10.0.0.2", 6379);

    private final FailoverLog log = new FailoverLog();

    private void run(long epoch, Result result) {
        log.began(FailoverReason.ODOWN, epoch, FROM, 100);
        log.entered(FailoverState.WAIT_START, 100);
        log.entered(FailoverState.SELECT_SLAVE, 130);
        log.ended(result, "words", Optional.of(TO), 135);
    }

    @Test
    void aRecordHasThePhasesWithTheirTimes() {
        run(7, Result.NOT_PROMOTED);

        FailoverRecord record = log.records().get(0);
        assertThat(record.phases())
                .containsExactly(
                        new FailoverRecord.Phase(FailoverState.WAIT_START, 30),
                        new FailoverRecord.Phase(FailoverState.SELECT_SLAVE, 5));
        assertThat(record.millis()).isEqualTo(35);
        assertThat(record.epoch()).isEqualTo(7);
        assertThat(record.from()).isEqualTo(FROM);
        assertThat(record.to()).contains(TO);
        assertThat(record.why()).isEqualTo("words");
    }

    @Test
    void allAreCountedAndTheNewestAreKept() {
        for (int epoch = 1; epoch <= FailoverLog.MAX_RECORDS + 1; epoch++) {
            run(epoch, epoch == 1 ? Result.DONE : Result.NOT_ELECTED);
        }

        assertThat(log.records()).hasSize(FailoverLog.MAX_RECORDS);
        assertThat(log.records().get(0).epoch()).isEqualTo(2);
        assertThat(log.counts())
                .containsEntry(new FailoverLog.Kind(FailoverReason.ODOWN, Result.DONE), 1L)
                .containsEntry(
                        new FailoverLog.Kind(FailoverReason.ODOWN, Result.NOT_ELECTED), (long) FailoverLog.MAX_RECORDS);
    }

    @Test
    void anEndWithoutABeginningCountsNothing() {
        log.ended(Result.DONE, "", Optional.empty(), 5);

        assertThat(log.records()).isEmpty();
        assertThat(log.counts()).isEmpty();
    }
}
