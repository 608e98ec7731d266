package dev.hachi.protocol;

import dev.hachi.function.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Reads greetings. */
final class GreetingReader {
  private static final int HANDLERS_MAX = 1_000;

  private GreetingReader() {}

  static Greeting read(Bytes body) throws BadAnswerException {
    Fields fields = Fields.of(body).only("versions", "handlers");
    List<Integer> versions = new ArrayList<>();
    for (Fields version : fields.list("versions")) {
      versions.add((int) version.number(0, Integer.MAX_VALUE));
    }
    List<String> handlers = new ArrayList<>();
    for (Fields handler : fields.list("handlers")) {
      handlers.add(handler.name());
    }
    if (!versions.contains(Protocol.VERSION)) {
      throw new BadAnswerException(
          "it speaks the versions %s of the protocol and this watchdog version %d; use a matching SDK"
              .formatted(versions, Protocol.VERSION));
    }
    if (handlers.isEmpty() || handlers.size() > HANDLERS_MAX) {
      throw new BadAnswerException(
          "handlers must be 1 to %d names, were %d".formatted(HANDLERS_MAX, handlers.size()));
    }
    return new Greeting(versions, handlers);
  }
}
