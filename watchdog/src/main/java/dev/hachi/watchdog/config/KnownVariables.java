package dev.hachi.watchdog.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All variables of Hachi's own, so that a typing error in a name is found at the start. */
final class KnownVariables {
  private static final String PREFIX = "hachi_";
  private static final Set<String> NAMES =
      Set.of(
          "hachi_access_log",
          "hachi_admin_token_file",
          "hachi_batches",
          "hachi_bind",
          "hachi_bodies_max",
          "hachi_body_max",
          "hachi_buffer_max",
          "hachi_class",
          "hachi_cluster_port",
          "hachi_copies",
          "hachi_entities_max",
          "hachi_function",
          "hachi_gateway",
          "hachi_gateway_password_file",
          "hachi_gateway_user",
          "hachi_ids_max",
          "hachi_ids_ttl",
          "hachi_idle_max",
          "hachi_inbox_max",
          "hachi_jar",
          "hachi_join",
          "hachi_jwt_authority",
          "hachi_key",
          "hachi_lc_all", // of the launcher script
          "hachi_listen",
          "hachi_mailbox_max",
          "hachi_memory_max",
          "hachi_message_age_max",
          "hachi_namespace",
          "hachi_outbox_max",
          "hachi_scale",
          "hachi_scale_calm",
          "hachi_scale_down",
          "hachi_scale_every",
          "hachi_scale_inflight",
          "hachi_scale_pause",
          "hachi_scale_up",
          "hachi_scale_waiting",
          "hachi_shards",
          "hachi_state",
          "hachi_timers_max",
          "hachi_tls_ca",
          "hachi_tls_cert",
          "hachi_tls_key");

  private KnownVariables() {}

  /** Fails for a variable that is read but not in the list: its users could not set it. */
  static void check(String name) {
    if (name.startsWith(PREFIX) && !NAMES.contains(name)) {
      throw new IllegalStateException(name + " is read, but not in the list of known variables");
    }
  }

  /** A sentence for each of {@code names} that looks like Hachi's and is none. */
  static List<String> problems(Collection<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(PREFIX) && !NAMES.contains(name))
        .sorted()
        .map(name -> "%s is no variable of Hachi; the nearest is %s".formatted(name, nearest(name)))
        .toList();
  }

  private static String nearest(String name) {
    return NAMES.stream()
        .min(
            Comparator.<String>comparingInt(known -> distance(name.toLowerCase(Locale.ROOT), known))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** How many letters must be put in, taken out or replaced to make one the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
