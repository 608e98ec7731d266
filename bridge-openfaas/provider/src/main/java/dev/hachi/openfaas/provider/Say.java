package dev.hachi.openfaas.provider;

/** One line for the user, on stderr. */
public final class Say {
  private Say() {}

  /** Says it. */
  public static void line(String sentence) {
    System.err.println("hachi: " + sentence);
  }
}
