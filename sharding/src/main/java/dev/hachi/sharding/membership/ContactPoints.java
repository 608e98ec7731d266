package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.ContactAnswer.Absent;
import dev.hachi.sharding.membership.ContactAnswer.Silent;
import dev.hachi.sharding.membership.ContactAnswer.Told;
import dev.hachi.sharding.membership.ContactAnswer.Unreached;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The contact points of a {@link JoinSource}, asked over HTTP. Thread-safe. */
final class ContactPoints {
  private static final int CONNECT_MILLIS = 500;
  private static final int READ_MILLIS = 500;
  private static final int LOOKUP_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 1_000;
  private static final int BODY_MAX = 64 * 1024;
  private static final String NO_ANSWER = "no answer in time";
  private static final String NO_REPLICA = "an answer that no replica gives";
  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final JoinSource source;
  private final String namespace;

  ContactPoints(JoinSource source, String namespace) {
    this.source = source;
    this.namespace = namespace;
  }

  /** What each of them answers now; complete within 3 s, and never fails. */
  CompletableFuture<List<ContactAnswer>> ask() {
    return CompletableFuture.supplyAsync(this::endpoints, VIRTUAL)
        .completeOnTimeout(List.of(), LOOKUP_MILLIS, TimeUnit.MILLISECONDS)
        .thenCompose(this::askEach);
  }

  private List<String> endpoints() {
    return switch (source) {
      case JoinSource.None() -> List.of();
      case JoinSource.Static(var contactPoints) -> contactPoints;
      case JoinSource.Dns(var name, var port) -> lookUp(name, port);
    };
  }

  private static List<String> lookUp(String name, int port) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name))
          .limit(JoinSource.CONTACT_POINTS_MAX)
          .map(address -> HostPort.bracketed(address.getHostAddress()) + ":" + port)
          .filter(HostPort::isValid)
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private CompletableFuture<List<ContactAnswer>> askEach(List<String> endpoints) {
    if (endpoints.isEmpty() && source instanceof JoinSource.Dns(var name, var port)) {
      return CompletableFuture.completedFuture(List.of(new Absent(name + ": no address")));
    }
    var answers = endpoints.stream().map(this::ask).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<ContactAnswer> ask(String endpoint) {
    HttpURLConnection connection;
    try {
      var uri = URI.create("http://" + endpoint + Contact.PATH);
      connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    } catch (IOException | IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Absent(endpoint + ": no address of a replica"));
    }
    return CompletableFuture.supplyAsync(() -> exchange(endpoint, connection), VIRTUAL)
        .completeOnTimeout(silent(endpoint, NO_ANSWER), ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        // Ends an exchange that is still under way, too: its time-outs are for each read only.
        .whenComplete((answer, failure) -> connection.disconnect());
  }

  private ContactAnswer exchange(String endpoint, HttpURLConnection connection) {
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Connection", "close");
    try {
      connection.connect();
    } catch (ConnectException | UnknownHostException e) { // refused: by whoever is at that address
      return absent(endpoint, "no connection (" + e.getMessage() + ")");
    } catch (IOException e) {
      return new Unreached(endpoint + ": not reached (" + e.getMessage() + ")");
    }
    try {
      int status = connection.getResponseCode();
      return switch (status) {
        case HttpURLConnection.HTTP_OK -> read(endpoint, connection);
        case HttpURLConnection.HTTP_NOT_FOUND ->
            absent(endpoint, "status 404, so it is no metrics port of a replica with hachi_join");
        default -> silent(endpoint, "status " + status);
      };
    } catch (IOException e) {
      return silent(endpoint, NO_ANSWER);
    }
  }

  private static ContactAnswer absent(String endpoint, String why) {
    return new Absent(endpoint + ": " + why);
  }

  private static ContactAnswer silent(String endpoint, String why) {
    return new Silent(endpoint + ": " + why);
  }

  private ContactAnswer read(String endpoint, HttpURLConnection connection) throws IOException {
    byte[] body;
    try (var in = connection.getInputStream()) {
      body = in.readNBytes(BODY_MAX + 1);
    }
    if (body.length > BODY_MAX) {
      return absent(endpoint, NO_REPLICA);
    }
    try {
      var contact = Contact.parse(new String(body, StandardCharsets.UTF_8));
      return contact.namespace().equals(namespace)
          ? new Told(contact)
          : absent(endpoint, "a replica of another namespace");
    } catch (IllegalArgumentException e) {
      return absent(endpoint, NO_REPLICA);
    }
  }
}
