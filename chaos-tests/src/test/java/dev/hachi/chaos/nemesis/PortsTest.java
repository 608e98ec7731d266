package dev.hachi.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void no_two_places_have_a_port_in_common() {
    var taken = new HashSet<Integer>();
    var places = 300;

    for (var place = 0; place < places; place++) {
      Ports.free(taken);
    }

    assertThat(taken).hasSize(2 * places);
  }

  @Test
  void a_process_gets_no_port_of_a_place_although_nobody_listens_there_yet() {
    var taken = even();

    for (var process = 0; process < 50; process++) {
      var port = Ports.cluster(withoutSome(taken, process));
      assertThat(withoutSome(taken, process)).doesNotContain(port, port + 1);
    }
  }

  private static Set<Integer> even() {
    return IntStream.range(10_000, 16_000)
        .map(half -> 2 * half)
        .boxed()
        .collect(Collectors.toSet());
  }

  /** One in twenty is free, and so are two in a row. */
  private static Set<Integer> withoutSome(Set<Integer> taken, int choice) {
    return taken.stream().filter(port -> port / 2 % 20 != choice % 20).collect(Collectors.toSet());
  }
}
