package dev.hachi.sharding.membership;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.hachi.sharding.guard.Certificates;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Members;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A process that is a member and nothing else. It prints a line for all that it is told, with the
 * time, and does what the lines of its input say; it ends with its input.
 */
final class ReplicaMain {
  private ReplicaMain() {}

  /**
   * Its arguments: namespace, cluster port, admin port, join, function, and the folder of its
   * credentials, if it has any.
   */
  public static void main(String[] args) throws IOException {
    var adminPort = Integer.parseInt(args[2]);
    var settings =
        new ClusterSettings(
            args[0],
            "127.0.0.1",
            Integer.parseInt(args[1]),
            JoinSource.parse(args[3], adminPort),
            args.length > 5 ? Certificates.in(Path.of(args[5])) : null,
            Map.of(args[4], new Division(128, 3)),
            Map.of());
    var system =
        ActorSystem.create(
            Behaviors.<Void>empty(),
            ClusterSettings.systemName(args[0]),
            settings
                .config()
                .withFallback(ConfigFactory.parseResources("hachi.conf"))
                .withFallback(ConfigFactory.load()));
    var membership = Membership.start(system, settings, new Printer());
    serve(adminPort, membership);
    say("SELF " + membership.self());
    obey(membership);
    // Its input has ended: the test is over, or dead.
    Runtime.getRuntime().halt(0);
  }

  private static void serve(int port, Membership membership) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        Contact.PATH,
        exchange -> {
          var body = membership.contact().json().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  private static void obey(Membership membership) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "drain" -> membership.announceDrain();
        case "leave" ->
            membership
                .leave()
                .thenAccept(inTime -> {
                  say("LEFT " + inTime);
                  Runtime.getRuntime().halt(0);
                });
        default -> throw new IllegalArgumentException("unknown: " + line);
      }
    }
  }

  private static synchronized void say(String line) {
    System.out.println(System.currentTimeMillis() + " " + line);
  }

  private static final class Printer implements MembershipListener {
    @Override
    public void changed(Members members) {
      say(
          "MEMBERS %s draining %s functions %s"
              .formatted(
                  new TreeSet<>(members.functions().keySet()),
                  new TreeSet<>(members.draining()),
                  members.functions().values()));
    }

    @Override
    public void downed(String reason) {
      say("DOWNED " + reason);
      Runtime.getRuntime().halt(3);
    }

    @Override
    public void giveWay(String reason) {
      say("GIVEWAY " + reason);
      Runtime.getRuntime().halt(4);
    }

    @Override
    public void refused(String reason) {
      say("REFUSED " + reason);
      Runtime.getRuntime().halt(5);
    }
  }
}
