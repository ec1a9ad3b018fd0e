package io.jsentinel.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {

    private final Link link = new Link(1, new Openings(), 0);

    @Test
    void oneOfTheMastersThatShareItLooksForTheNextPing() {
        link.sharedBy(3);

        assertThat(link.needsPingOf("a", 2_000, 1_000)).isTrue();
        assertThat(link.needsPingOf("b", 2_000, 1_001)).isFalse();
        assertThat(link.needsPingOf("a", 2_000, 1_500))
                .as("it looks in between")
                .isTrue();
        assertThat(link.needsPingOf("c", 2_000, 2_000)).isFalse();
    }

    @Test
    void whoNeedsItEarlierLooksItself() {
        link.sharedBy(2);
        link.needsPingOf("slow", 2_000, 1_000);

        assertThat(link.needsPingOf("quick", 1_100, 1_000)).isTrue();
        assertThat(link.needsPingOf("slow", 2_000, 1_050)).isFalse();
        assertThat(link.needsPingOf("slow", 2_000, 1_101)).as("quick is gone").isTrue();
    }

    @Test
    void whoHasItForItselfAlwaysLooks() {
        assertThat(link.needsPingOf("a", 2_000, 1_000)).isTrue();
        assertThat(link.needsPingOf("b", 2_000, 1_000)).isTrue();
    }
}
