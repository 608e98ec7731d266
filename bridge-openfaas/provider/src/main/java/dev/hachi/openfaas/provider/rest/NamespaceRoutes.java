package dev.hachi.openfaas.provider.rest;

import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Messages;
import dev.hachi.openfaas.provider.contract.Names;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.store.Namespaces;
import dev.hachi.openfaas.provider.store.Namespaces.Stored;
import dev.hachi.openfaas.provider.store.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** To list, make and remove namespaces. One is removed when nothing is in it. */
final class NamespaceRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  private final Namespaces store;
  private final Secrets secrets;
  private final Fleet fleet;

  NamespaceRoutes(Namespaces store, Secrets secrets, Fleet fleet) {
    this.store = store;
    this.secrets = secrets;
    this.fleet = fleet;
  }

  void addTo(Api api) {
    api.exact("/system/namespaces", Map.of("GET", this::list));
    api.named(
        "/system/namespace/",
        Map.of("GET", this::get, "POST", this::add, "PUT", this::change, "DELETE", this::remove));
  }

  /** Checks that it is there. */
  void require(String namespace) {
    var _ = stored(namespace);
  }

  private Stored stored(String namespace) {
    return all().stream()
        .filter(one -> one.name().equals(namespace))
        .findFirst()
        .orElseThrow(() -> Refused.missing("there is no namespace " + namespace));
  }

  private List<Stored> all() {
    return Stream.concat(
            Stream.of(new Stored(Names.NAMESPACE_DEFAULT, "{}", "{}")), store.all().stream())
        .toList();
  }

  private void list(Exchange exchange, String name) throws IOException {
    exchange.json(OK, all().stream().map(Stored::name).toList());
  }

  private void get(Exchange exchange, String name) throws IOException {
    Stored found = stored(Names.namespace(name));
    exchange.json(
        OK, new Messages.Namespace(found.name(), map(found.labels()), map(found.annotations())));
  }

  private void add(Exchange exchange, String name) throws IOException {
    Stored asked = asked(exchange, name);
    if (asked.name().equals(Names.NAMESPACE_DEFAULT) || !store.add(asked)) {
      throw Refused.conflict("there is a namespace %s already".formatted(asked.name()));
    }
    exchange.answer(CREATED);
  }

  private void change(Exchange exchange, String name) throws IOException {
    Stored asked = asked(exchange, name);
    if (asked.name().equals(Names.NAMESPACE_DEFAULT)) {
      throw Refused.bad("namespace %s cannot be changed".formatted(asked.name()));
    }
    if (!store.replace(asked)) {
      throw Refused.missing("there is no namespace " + asked.name());
    }
    exchange.answer(ACCEPTED);
  }

  private void remove(Exchange exchange, String name) throws IOException {
    String namespace = Names.namespace(name);
    if (namespace.equals(Names.NAMESPACE_DEFAULT)) {
      throw Refused.bad("namespace %s cannot be removed".formatted(namespace));
    }
    require(namespace);
    int functions = fleet.deployments(namespace).size();
    int values = secrets.names(namespace).size();
    if (functions + values > 0) {
      throw Refused.conflict(
          "namespace %s has %d functions and %d secrets; remove them first"
              .formatted(namespace, functions, values));
    }
    var _ = store.remove(namespace);
    exchange.answer(ACCEPTED);
  }

  private static Stored asked(Exchange exchange, String path) throws IOException {
    var asked = exchange.json(Messages.Namespace.class);
    String name = Names.namespace(path.isEmpty() ? asked.name() : path);
    if (asked.name() != null && !asked.name().equals(name)) {
      throw Refused.bad("the path and the body name different namespaces");
    }
    return new Stored(name, text(asked.labels()), text(asked.annotations()));
  }

  private static String text(@Nullable Map<String, String> values) {
    return Json.text(Objects.requireNonNullElse(values, Map.of()));
  }

  @SuppressWarnings("unchecked") // It is what text() wrote.
  private static Map<String, String> map(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
  }
}
