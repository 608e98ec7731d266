package dev.hachi.openfaas.scaler;

/** The gateway did not do what it was asked to. */
final class GatewayFailure extends Exception {
  private final Ending ending;

  GatewayFailure(Ending ending, String sentence) {
    super(sentence);
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
