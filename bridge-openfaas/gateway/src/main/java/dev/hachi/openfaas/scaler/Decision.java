package dev.hachi.openfaas.scaler;

/** What is to be done about a wish for another number of replicas. */
sealed interface Decision {
  /** Ask the gateway for {@code to} replicas instead of {@code from}. */
  record Scale(Reason reason, int from, int to) implements Decision {}

  /** Nothing, and why. */
  record Held(Reason reason, Ending ending, String why) implements Decision {}
}
