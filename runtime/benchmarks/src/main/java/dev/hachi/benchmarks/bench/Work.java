package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function is asked.
 *
 * @param function its name
 * @param call for one key after another
 * @param keys how many there are
 * @param first what each key is asked once before; null for nothing
 * @param environment what is set for its replicas
 * @param later whether what a call does goes on after its answer, and is part of it
 */
record Work(
    String function,
    Call call,
    int keys,
    @Nullable Call first,
    Map<String, String> environment,
    boolean later) {
  static Work of(String function, Call call, int keys) {
    return new Work(function, call, keys, null, Map.of(), false);
  }

  Work first(Call first) {
    return new Work(function, call, keys, first, environment, later);
  }

  Work with(Map<String, String> environment) {
    return new Work(function, call, keys, first, environment, later);
  }

  Work asLater() {
    return new Work(function, call, keys, first, environment, true);
  }
}
