package dev.hachi.openfaas.provider.rest;

import dev.hachi.openfaas.provider.contract.Messages;
import dev.hachi.openfaas.provider.contract.Names;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.store.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** To list, make, change and remove secrets; their values are never answered. */
final class SecretRoutes {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int VALUE_MAX = 1024 * 1024;

  private final Secrets secrets;
  private final Fleet fleet;
  private final NamespaceRoutes namespaces;

  SecretRoutes(Secrets secrets, Fleet fleet, NamespaceRoutes namespaces) {
    this.secrets = secrets;
    this.fleet = fleet;
    this.namespaces = namespaces;
  }

  void addTo(Api api) {
    api.exact(
        "/system/secrets",
        Map.of("GET", this::list, "POST", this::add, "PUT", this::change, "DELETE", this::remove));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Asked(String name, String namespace, byte[] value) {}

  private Asked asked(Exchange exchange) throws IOException {
    var secret = exchange.json(Messages.Secret.class);
    String namespace = Names.namespace(secret.namespace());
    namespaces.require(namespace);
    byte[] value = new byte[0];
    if (secret.value() != null) {
      value = secret.value().getBytes(StandardCharsets.UTF_8);
    } else if (secret.rawValue() != null) {
      value = secret.rawValue();
    }
    if (value.length > VALUE_MAX) {
      throw Refused.bad(
          "the secret has %d bytes; allowed are %d".formatted(value.length, VALUE_MAX));
    }
    return new Asked(Names.secret(secret.name()), namespace, value);
  }

  private void list(Exchange exchange, String name) throws IOException {
    String namespace = Names.namespace(exchange.parameter("namespace").orElse(null));
    namespaces.require(namespace);
    exchange.json(
        OK,
        secrets.names(namespace).stream()
            .map(one -> new Messages.Secret(one, namespace, null, null))
            .toList());
  }

  private void add(Exchange exchange, String name) throws IOException {
    Asked asked = asked(exchange);
    if (!secrets.add(asked.namespace(), asked.name(), asked.value())) {
      throw Refused.conflict(
          "there is a secret %s already; PUT replaces it".formatted(asked.name()));
    }
    exchange.answer(ACCEPTED);
  }

  private void change(Exchange exchange, String name) throws IOException {
    Asked asked = asked(exchange);
    if (!secrets.replace(asked.namespace(), asked.name(), asked.value())) {
      throw missing(asked);
    }
    fleet.secretChanged(asked.namespace(), asked.name());
    exchange.answer(ACCEPTED);
  }

  private void remove(Exchange exchange, String name) throws IOException {
    Asked asked = asked(exchange);
    List<String> users =
        fleet.deployments(asked.namespace()).stream()
            .filter(deployment -> deployment.secrets().contains(asked.name()))
            .map(deployment -> deployment.service())
            .toList();
    if (!users.isEmpty()) {
      throw Refused.conflict(
          "secret %s is used by %s; remove them first"
              .formatted(asked.name(), String.join(", ", users)));
    }
    if (!secrets.remove(asked.namespace(), asked.name())) {
      throw missing(asked);
    }
    exchange.answer(ACCEPTED);
  }

  private static Refused missing(Asked asked) {
    return Refused.missing(
        "there is no secret %s in namespace %s".formatted(asked.name(), asked.namespace()));
  }
}
