package io.jsentinel.testkit;

import java.util.List;

/**
 * What has become of the writes of a {@link CountingWriter}.
 *
 * @param acknowledged how many writes a master answered with success
 * @param confirmed how many of these every replica is known to have had
 * @param lostAcknowledged how many acknowledged writes the present master does not have
 * @param lostConfirmed how many of the lost ones were confirmed: any is one too many
 * @param lostExamples the first few confirmed numbers that are lost
 */
public record WriteReport(
        long acknowledged, long confirmed, long lostAcknowledged, long lostConfirmed, List<Integer> lostExamples) {

    /** Whether every confirmed write is still there. */
    public boolean keptItsWord() {
        return lostConfirmed == 0;
    }
}
