package dev.hachi.openfaas.provider.rest;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Messages;
import dev.hachi.openfaas.provider.contract.Names;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.replicas.Fleet;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** To deploy, list, describe, scale and remove functions. */
final class FunctionRoutes {
  private static final int ACCEPTED = 202;
  private static final int OK = 200;

  private final Fleet fleet;
  private final NamespaceRoutes namespaces;

  FunctionRoutes(Fleet fleet, NamespaceRoutes namespaces) {
    this.fleet = fleet;
    this.namespaces = namespaces;
  }

  void addTo(Api api) {
    api.exact(
        "/system/functions",
        Map.of(
            "GET", this::list, "POST", this::deploy, "PUT", this::update, "DELETE", this::remove));
    api.named("/system/function/", Map.of("GET", this::describe));
    api.named("/system/scale-function/", Map.of("POST", this::scale));
  }

  private void list(Exchange exchange, String name) throws IOException {
    String namespace = Names.namespace(exchange.parameter("namespace").orElse(null));
    namespaces.require(namespace);
    exchange.json(OK, fleet.statuses(namespace));
  }

  private void deploy(Exchange exchange, String name) throws IOException {
    Deployment deployment = exchange.json(Deployment.class);
    namespaces.require(deployment.namespace());
    fleet.deploy(deployment);
    exchange.answer(ACCEPTED);
  }

  private void update(Exchange exchange, String name) throws IOException {
    Deployment deployment = exchange.json(Deployment.class);
    fleet.require(deployment.id());
    fleet.update(deployment);
    exchange.answer(ACCEPTED);
  }

  private void remove(Exchange exchange, String name) throws IOException {
    var asked = exchange.json(Messages.Delete.class);
    fleet.remove(id(exchange, asked.functionName(), asked.namespace()));
    exchange.answer(ACCEPTED);
  }

  private void describe(Exchange exchange, String name) throws IOException {
    boolean usage = exchange.parameter("usage").orElse("").matches("(?i)1|t|true");
    FunctionId id = FunctionId.dotted(name, exchange.parameter("namespace").orElse(null));
    exchange.json(OK, fleet.status(id, usage));
  }

  private void scale(Exchange exchange, String name) throws IOException {
    var asked = exchange.json(Messages.Scale.class);
    Long replicas = asked.replicas();
    if (replicas == null || replicas != replicas.intValue()) {
      throw Refused.bad("replicas is %s; allowed is a number from 0 on".formatted(replicas));
    }
    FunctionId id =
        FunctionId.dotted(
            name,
            asked.namespace() == null
                ? exchange.parameter("namespace").orElse(null)
                : asked.namespace());
    if (asked.serviceName() != null
        && !asked.serviceName().isEmpty()
        && !FunctionId.dotted(asked.serviceName(), id.namespace()).equals(id)) {
      throw Refused.bad(
          "the path says %s and serviceName %s; let both name one function"
              .formatted(id, Names.function(asked.serviceName())));
    }
    String note = fleet.scale(id, replicas.intValue());
    if (note.isEmpty()) {
      exchange.answer(ACCEPTED);
    } else {
      exchange.text(ACCEPTED, note);
    }
  }

  private static FunctionId id(
      Exchange exchange, @Nullable String name, @Nullable String namespace) {
    return FunctionId.dotted(
        name == null ? "" : name,
        namespace == null ? exchange.parameter("namespace").orElse(null) : namespace);
  }
}
