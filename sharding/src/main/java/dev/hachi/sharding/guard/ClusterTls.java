package dev.hachi.sharding.guard;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * {@link Tls} for Pekko's remoting, which creates it by its class name in {@link #settings}.
 * Thread-safe.
 */
public final class ClusterTls implements SSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTls.class);
  private static final String PATH = "hachi.tls";

  private final Tls tls;
  private final Refusals refusals = new Refusals(LOG);

  public ClusterTls(ActorSystem system) {
    var own = system.settings().config().getConfig(PATH);
    var files =
        new TlsFiles(
            Path.of(own.getString("cert")),
            Path.of(own.getString("key")),
            Path.of(own.getString("ca")));
    this.tls = Tls.open(files, own.getString("namespace"));
  }

  /** What makes Pekko's remoting use {@code files}. */
  public static Config settings(TlsFiles files, String namespace) {
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.remote.artery.transport",
            "tls-tcp",
            "pekko.remote.artery.ssl.ssl-engine-provider",
            ClusterTls.class.getName(),
            PATH,
            Map.of(
                "cert", files.cert().toString(),
                "key", files.key().toString(),
                "ca", files.ca().toString(),
                "namespace", namespace)));
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return new GuardedEngine(
        tls.engine(false),
        why -> refusals.say("a connection to the cluster port was refused: " + why, 1));
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    return new GuardedEngine(
        tls.engine(true),
        why ->
            refusals.say(
                "the connection to the cluster port %d of %s ended: %s"
                    .formatted(port, hostname, why),
                1));
  }

  /** What a certificate must be is checked in the handshake, so that the other side hears of it. */
  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }
}
