package dev.hachi.protocol;

import java.util.List;

/**
 * What a function's process says of itself when it is first asked.
 *
 * @param versions of the protocol that it speaks
 * @param handlers their names, in alphabetical order
 */
public record Greeting(List<Integer> versions, List<String> handlers) {
  /** With the lists copied and the handlers sorted. */
  public Greeting {
    versions = List.copyOf(versions);
    handlers = handlers.stream().sorted().toList();
  }
}
