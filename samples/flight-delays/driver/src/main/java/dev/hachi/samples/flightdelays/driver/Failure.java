package dev.hachi.samples.flightdelays.driver;

/** The replay cannot go on; the message is a sentence for people. */
final class Failure extends Exception {
  Failure(String sentence) {
    super(sentence);
  }
}
