package dev.hachi.openfaas.scaler;

/** What a {@link Scaler} tells of its work; called on its thread. */
public interface ScaleTelemetry {
  /** Whether this replica decides. */
  void leads(boolean leads);

  /** Of what the replicas may carry they carry this share: 1 is full. */
  void saw(Reason reason, double use);

  /** A wish came to its end. */
  void ended(Reason reason, Ending ending);
}
