package dev.hachi.sharding.guard;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An engine that ends a connection when the other side's certificate expires, and tells why it
 * ended one. Connections that the other side made end in order then, not with a failure: whoever
 * drives the engine would log a stack trace for each of them, as many as strangers like. As
 * thread-safe as the engine in it.
 */
final class GuardedEngine extends SSLEngine {
  private final SSLEngine engine;
  private final Consumer<String> onRefused;
  private volatile Instant until = Instant.MAX;
  private volatile boolean refused;

  /**
   * @param onRefused is told why the other side may not speak, once
   */
  GuardedEngine(SSLEngine engine, Consumer<String> onRefused) {
    this.engine = engine;
    this.onRefused = onRefused;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    if (refused && !owesAlert()) {
      return closed();
    }
    return refused || !hasExpired()
        ? guarded(() -> engine.wrap(from, offset, length, to))
        : closed();
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    return refused || hasExpired()
        ? closed()
        : guarded(() -> engine.unwrap(from, to, offset, length));
  }

  private interface Step {
    SSLEngineResult run() throws SSLException;
  }

  private SSLEngineResult guarded(Step step) throws SSLException {
    try {
      var result = step.run();
      if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
        until = Tls.until(engine.getSession());
      }
      return result;
    } catch (SSLException e) {
      refuse(String.valueOf(Tls.why(e).getMessage()));
      if (engine.getUseClientMode()) {
        throw e;
      }
      return closed();
    }
  }

  private boolean hasExpired() {
    if (Instant.now().isBefore(until)) {
      return false;
    }
    refuse("its certificate expired at " + until);
    return true;
  }

  private void refuse(String why) {
    if (!refused) {
      refused = true;
      onRefused.accept(why);
    }
  }

  /** The other side is to learn why, if the engine has a word for it. */
  private boolean owesAlert() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  private SSLEngineResult closed() {
    return new SSLEngineResult(Status.CLOSED, getHandshakeStatus(), 0, 0);
  }

  @Override
  public boolean isInboundDone() {
    return refused || engine.isInboundDone();
  }

  @Override
  public boolean isOutboundDone() {
    return (refused && !owesAlert()) || engine.isOutboundDone();
  }

  // ---- as the engine does -----------------------------------------------------------------------

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  @Override
  public void closeInbound() throws SSLException {
    engine.closeInbound();
  }

  @Override
  public void closeOutbound() {
    engine.closeOutbound();
  }

  @Override
  public SSLSession getSession() {
    return engine.getSession();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public void setUseClientMode(boolean mode) {
    engine.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    engine.setEnableSessionCreation(flag);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }
}
