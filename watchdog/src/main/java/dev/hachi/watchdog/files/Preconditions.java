package dev.hachi.watchdog.files;

import dev.hachi.watchdog.http.BlockingExchange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** A client's conditions on a file that has a time of change and no entity tag. */
final class Preconditions {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final BlockingExchange exchange;
  private final Instant modified;

  Preconditions(BlockingExchange exchange, Instant modified) {
    this.exchange = exchange;
    this.modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  String lastModified() {
    return HTTP_DATE.format(modified);
  }

  /** 304 or 412 when the file must not be sent. */
  Optional<Integer> refusal() {
    String match = exchange.header("If-Match");
    if (!match.isEmpty() && !match.strip().equals("*")) {
      return Optional.of(412);
    }
    boolean changed = date("If-Unmodified-Since").filter(modified::isAfter).isPresent();
    if (match.isEmpty() && changed) {
      return Optional.of(412);
    }
    String noneMatch = exchange.header("If-None-Match");
    boolean reading = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    if (noneMatch.strip().equals("*")) {
      return Optional.of(reading ? 304 : 412);
    }
    return noneMatch.isEmpty() && notModified() ? Optional.of(304) : Optional.empty();
  }

  boolean notModified() {
    boolean reading = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    return reading
        && date("If-Modified-Since").filter(since -> !modified.isAfter(since)).isPresent();
  }

  /** The ranges asked for; none when they are meant for another state of the file. */
  String range() {
    boolean stale =
        !exchange.header("If-Range").isEmpty()
            && date("If-Range").filter(modified::equals).isEmpty();
    return stale ? "" : exchange.header("Range");
  }

  private Optional<Instant> date(String header) {
    try {
      return Optional.of(exchange.header(header))
          .filter(text -> !text.isEmpty())
          .map(text -> ZonedDateTime.parse(text, HTTP_DATE).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
