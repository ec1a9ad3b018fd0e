package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContenderTest {

    @Test
    void isCalledByItsProgramUnlessNamed() {
        assertThat(Contender.parse("/opt/x/valkey-sentinel --a b").name()).isEqualTo("valkey-sentinel");
        assertThat(Contender.parse("before=/opt/x/jsentinel").name()).isEqualTo("before");
        assertThat(Contender.parse("before=/opt/x/jsentinel run").command()).containsExactly("/opt/x/jsentinel", "run");
        assertThat(Contender.parse("/bin/env A=b redis-sentinel").command())
                .containsExactly("/bin/env", "A=b", "redis-sentinel");
    }

    @Test
    void needsACommand() {
        assertThatThrownBy(() -> Contender.parse("name=")).hasMessageContaining("no command");
    }

    @Test
    void canBeStartedByAnother() {
        assertThat(new Contender("a", List.of("b", "c")).within(List.of("nice")).command())
                .containsExactly("nice", "b", "c");
    }
}
