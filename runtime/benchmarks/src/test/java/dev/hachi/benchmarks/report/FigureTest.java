package dev.hachi.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void each_sample_is_divided_by_the_yardstick_beside_it() {
    var figure =
        new Figure(
            "hot", "p50 ms", Figure.Better.LOWER, List.of(2.0, 3.0, 8.0), List.of(1.0, 3.0, 2.0));

    assertThat(figure.ratio()).isEqualTo(new Spread(1, 2, 4));
  }

  @Test
  void a_figure_that_the_yardstick_does_not_have_has_no_ratio() {
    var figure = new Figure("hot", "CPU", Figure.Better.LOWER, List.of(2.0, 3.0), List.of());

    assertThat(figure.ratio()).isNull();
  }

  @Test
  void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 3.0, 4.0))).isEqualTo(new Spread(1, 3.5, 9));
  }

  @Test
  void a_sample_without_a_yardstick_beside_it_is_a_mistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Figure("hot", "CPU", Figure.Better.LOWER, List.of(2.0, 3.0), List.of(1.0)))
        .withMessage("CPU of hot has 2 samples and 1 of the yardstick");
  }
}
