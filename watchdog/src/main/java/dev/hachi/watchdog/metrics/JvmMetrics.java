package dev.hachi.watchdog.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** The process as its JVM sees it, read at every scrape. Thread-safe. */
final class JvmMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final double startSeconds =
      ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND;

  String text() {
    StringBuilder out = new StringBuilder(2048);
    memory(out, memory.getHeapMemoryUsage(), memory.getNonHeapMemoryUsage());
    collections(out);
    String threadsNow = Integer.toString(threads.getThreadCount());
    Metrics.gauge(out, "jvm_threads_current", "Platform threads of the JVM.", threadsNow);
    Metrics.gauge(
        out,
        "process_start_time_seconds",
        "When the process started, in Unix time.",
        Series.goFloat(startSeconds));
    return out.toString();
  }

  private static void memory(StringBuilder out, MemoryUsage heap, MemoryUsage nonHeap) {
    Metrics.head(out, "jvm_memory_used_bytes", "Memory in use.", "gauge");
    area(out, "jvm_memory_used_bytes", "heap", heap.getUsed());
    area(out, "jvm_memory_used_bytes", "nonheap", nonHeap.getUsed());
    Metrics.head(out, "jvm_memory_max_bytes", "Most memory there may be; -1 is no limit.", "gauge");
    area(out, "jvm_memory_max_bytes", "heap", heap.getMax());
    area(out, "jvm_memory_max_bytes", "nonheap", nonHeap.getMax());
  }

  private static void area(StringBuilder out, String name, String area, long bytes) {
    out.append(name).append("{area=\"").append(area).append("\"} ").append(bytes).append('\n');
  }

  private void collections(StringBuilder out) {
    String name = "jvm_gc_collection_seconds";
    Metrics.head(out, name, "Time spent in garbage collections.", "summary");
    for (GarbageCollectorMXBean collector : collectors) {
      String labels = "{gc=\"" + collector.getName() + "\"} ";
      double seconds = collector.getCollectionTime() / MILLIS_PER_SECOND;
      out.append(name).append("_sum").append(labels).append(Series.goFloat(seconds)).append('\n');
      out.append(name)
          .append("_count")
          .append(labels)
          .append(collector.getCollectionCount())
          .append('\n');
    }
  }
}
