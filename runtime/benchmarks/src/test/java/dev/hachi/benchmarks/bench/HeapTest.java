package dev.hachi.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapTest {
  @TempDir Path folder;

  @Test
  void a_jvm_tells_what_is_live_and_how_long_it_paused() throws Exception {
    var heap = new Heap(ProcessHandle.current().pid(), folder);
    heap.notePauses();
    var before = heap.liveBytes();
    var more = new byte[50_000_000];

    var after = heap.liveBytes();

    assertThat(after - before).isBetween(more.length * 0.9, more.length * 1.1);
    assertThat(heap.longPauseMillis()).isPositive();
  }

  @Test
  void gaps_between_objects_are_not_live() {
    var histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         12328       13208440  [Ljdk.internal.vm.FillerElement; (java.base@25)
           2:           100           2400  java.lang.String (java.base@25)
        Total         12428       13210840
        """;

    assertThat(Heap.liveBytes(histogram)).isEqualTo(2_400);
  }

  @Test
  void of_many_pauses_nearly_all_are_no_longer() {
    var log = new StringBuilder();
    for (var millis = 1; millis <= 2_000; millis++) {
      log.append("[1.2s][info][gc] GC(1) Pause Young (Allocation Failure) 2M->1M(9M) ")
          .append(millis)
          .append(".000ms\n");
    }

    assertThat(Heap.longest(log.toString())).isEqualTo(1_998);
    assertThat(Heap.longest("")).isZero();
  }
}
