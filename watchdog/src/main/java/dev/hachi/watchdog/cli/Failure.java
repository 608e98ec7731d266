package dev.hachi.watchdog.cli;

/** A command cannot do what was asked; the message is one sentence for the user. */
final class Failure extends RuntimeException {
  Failure(String sentence) {
    super(sentence);
  }

  Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
