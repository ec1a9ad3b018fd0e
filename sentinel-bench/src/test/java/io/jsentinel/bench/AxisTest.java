package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void aLinearOneHasItsZeroAndRoundMarks() {
        Axis axis = Axis.linear(List.of(-80.0, 1_350.0), 100, 0);

        assertThat(axis.marks()).containsExactly(-500.0, 0.0, 500.0, 1_000.0, 1_500.0);
        assertThat(axis.place(-500)).isEqualTo(100);
        assertThat(axis.place(1_500)).isEqualTo(0);
        assertThat(axis.place(500)).isEqualTo(50);
    }

    @Test
    void aLogarithmicOneHasWholeDecadesAndDrawsNothingBelowThem() {
        Axis axis = Axis.logarithmic(List.of(0.0, 0.3, 48.0), 100, 0);

        assertThat(axis.marks()).hasSize(4);
        assertThat(axis.place(0.1)).isEqualTo(100);
        assertThat(axis.place(0)).isEqualTo(100);
        assertThat(axis.place(100)).isEqualTo(0);
    }

    @Test
    void withoutValuesThereIsStillAnAxis() {
        assertThat(Axis.linear(List.of(), 100, 0).marks()).hasSizeGreaterThan(1);
        assertThat(Axis.logarithmic(List.of(), 100, 0).marks()).hasSizeGreaterThan(1);
    }
}
