package dev.hachi.watchdog.metrics;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.metric.MeasurementUnit;
import kamon.module.Module;
import kamon.prometheus.PrometheusReporter;
import kamon.tag.TagSet;
import kamon.util.Filter;

/**
 * Kamon with one Prometheus reporter and nothing else. Only to be touched in the background:
 * loading it takes hundreds of milliseconds. Thread-safe.
 */
final class KamonReporter implements AutoCloseable {
  // Kamon counts a little of itself.
  private static final Filter OURS = Filter.fromGlob("hachi_*");

  private final PrometheusReporter reporter;
  private final Module.Registration registration;

  private KamonReporter(PrometheusReporter reporter, Module.Registration registration) {
    this.reporter = reporter;
    this.registration = registration;
  }

  /** Kamon is one per process: only the first call starts it. */
  static KamonReporter start() {
    Config settings = Started.SETTINGS;
    PrometheusReporter reporter = new PrometheusReporter("kamon.prometheus", settings);
    String name = "hachi-" + UUID.randomUUID();
    return new KamonReporter(reporter, Kamon.addReporter(name, reporter, OURS));
  }

  private static final class Started {
    static final Config SETTINGS =
        ConfigFactory.parseResources(KamonReporter.class, "/hachi-metrics.conf")
            .withFallback(ConfigFactory.load());

    static {
      Kamon.initWithoutAttaching(SETTINGS);
    }
  }

  /** What the last snapshot saw, in Prometheus' text format. */
  String text() {
    return reporter.scrapeData();
  }

  /** Snapshots are no longer taken for {@link #text}. */
  @Override
  public void close() {
    registration.cancel();
  }

  /** Kamon's instrument for one series of {@code meter}. */
  static Sink.Instrument instrument(Meter meter, List<String> labels) {
    TagSet tags = tags(meter, labels);
    return switch (meter.kind) {
      case COUNTER -> {
        Counter counter = Kamon.counter(meter.title, meter.help).withTags(tags);
        yield (value, times) -> counter.increment(value * times);
      }
      case GAUGE -> {
        Gauge gauge = Kamon.gauge(meter.title, meter.help).withTags(tags);
        yield new Level(gauge);
      }
      case DURATION -> histogram(meter, MeasurementUnit.time().nanoseconds(), tags);
      case SIZE -> histogram(meter, MeasurementUnit.none(), tags);
    };
  }

  /** Kamon's gauge drops a step that would lead below 0, even if the step up is on its way. */
  private static final class Level implements Sink.Instrument {
    private final Gauge gauge;
    private final AtomicLong level = new AtomicLong();

    Level(Gauge gauge) {
      this.gauge = gauge;
    }

    @Override
    public void take(long step, long times) {
      long now = level.addAndGet(step * times);
      gauge.update((double) now);
      // Another thread may have set a newer level in between; the last one to look repairs it.
      while (level.get() != now) {
        now = level.get();
        gauge.update((double) now);
      }
    }
  }

  private static Sink.Instrument histogram(Meter meter, MeasurementUnit unit, TagSet tags) {
    Histogram histogram = Kamon.histogram(meter.title, meter.help, unit).withTags(tags);
    return histogram::record;
  }

  private static TagSet tags(Meter meter, List<String> labels) {
    TagSet tags = TagSet.Empty();
    for (int i = 0; i < meter.labels.size(); i++) {
      // Kamon does not escape what would end a label.
      tags = tags.withTag(meter.labels.get(i), labels.get(i).replaceAll("[\"\\\\\\p{Cntrl}]", "_"));
    }
    return tags;
  }
}
