package io.jsentinel.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningsTest {

    private static final long NOW = 1_000;

    private final Openings openings = new Openings();

    private Link link(long number) {
        return new Link(number, openings, 0);
    }

    private void fill() {
        for (int i = 0; i < Openings.MOST; i++) {
            link(i).opening(NOW);
        }
    }

    @Test
    void soManyConnectionsAreBegunAtOnce() {
        assertThat(openings.room(NOW)).isEqualTo(Openings.MOST);

        fill();

        assertThat(openings.room(NOW)).isZero();
        assertThat(link(1_000).hasRoom(NOW)).isFalse();
    }

    @Test
    void whoStandsOrFailsGivesItsPlaceBack() {
        Link stands = link(1_000);
        stands.opening(NOW);
        Link fails = link(1_001);
        fails.opening(NOW);
        assertThat(openings.room(NOW)).isEqualTo(Openings.MOST - 2);

        stands.up("10.0.0.1", NOW);
        fails.closed();

        assertThat(openings.room(NOW)).isEqualTo(Openings.MOST);
    }

    @Test
    void whoDoesNotAnswerKeepsItsPlaceUntilAllIsHeardThatCameInSomeTime() {
        fill();

        assertThat(openings.room(NOW + Openings.BUSY_MILLIS - 1)).isZero();
        assertThat(openings.room(NOW + Openings.BUSY_MILLIS)).isEqualTo(Openings.MOST);
    }

    @Test
    void whoWaitsForItsFirstConnectionOwesNothingBeforeItIsBegun() {
        Link waits = link(1_000);

        waits.putOff(NOW);
        assertThat(waits.lastAvailableMillis()).isEqualTo(NOW);
        waits.opening(2 * NOW);
        assertThat(waits.lastAvailableMillis()).isEqualTo(2 * NOW);
        assertThat(waits.lastPongMillis()).isEqualTo(2 * NOW);
        waits.closed();
        waits.opening(3 * NOW);
        assertThat(waits.lastAvailableMillis()).isEqualTo(2 * NOW);
    }

    @Test
    void whoDidNotWaitOwesSinceItWasHeardLast() {
        Link link = link(1_000);

        link.opening(NOW);

        assertThat(link.lastAvailableMillis()).isZero();
    }

    @Test
    void whoeverWasBegunIsSoughtUntilItStandsOrIsLeft() {
        openings.began(1, NOW);
        openings.began(2, NOW);
        openings.began(3, NOW);
        openings.ended(1);
        assertThat(openings.soughtSince(NOW)).isEqualTo(3);

        openings.began(1, NOW + 1);
        openings.stands(2);
        openings.left(3);

        assertThat(openings.soughtSince(NOW)).isEqualTo(1);
        assertThat(openings.room(NOW + 1)).isEqualTo(Openings.MOST - 1);
    }

    @Test
    void whoeverHasBeenSoughtForLongDoesNotCount() {
        openings.began(1, NOW);
        openings.began(2, NOW + 5);
        assertThat(openings.soughtSince(NOW + 1)).isEqualTo(1);

        openings.began(1, NOW + 6);
        assertThat(openings.soughtSince(NOW + 1)).isEqualTo(1);

        openings.stands(1);
        openings.began(1, NOW + 7);
        assertThat(openings.soughtSince(NOW + 1)).isEqualTo(2);
    }
}
