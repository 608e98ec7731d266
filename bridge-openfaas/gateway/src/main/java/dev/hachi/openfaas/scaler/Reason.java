package dev.hachi.openfaas.scaler;

import java.util.Locale;

/** Why there should be another number of replicas. */
public enum Reason {
  /** One of them stores nearly as much as it may. */
  MEMORY,
  /** Together they have nearly as many requests in flight as they may. */
  IN_FLIGHT,
  /** Many invocations wait behind others of their key. */
  WAITING,
  /** One fewer would be far from full, and would have been for long. */
  CALM;

  /** Whether it asks for more replicas; else for fewer. */
  public boolean isUp() {
    return this != CALM;
  }

  /** As metrics and the log have it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
