package dev.hachi.runtime;

/** Drops everything it is told. */
record NoTelemetry() implements Telemetry {
  @Override
  public void entityActivated(String function) {}

  @Override
  public void entityPassivated(String function) {}

  @Override
  public void handlerEnded(String function, String handler, String outcome, long nanos) {}

  @Override
  public void committed(String function, int outcomes, long nanos) {}

  @Override
  public void commitFailed(String function) {}

  @Override
  public void messageAcknowledged(String function) {}

  @Override
  public void messageRepeated(String function) {}

  @Override
  public void messageDropped(String function) {}

  @Override
  public void timerFired(String function) {}
}
