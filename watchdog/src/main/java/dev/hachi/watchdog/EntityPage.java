package dev.hachi.watchdog;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.EntityView;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.watchdog.admin.AdminException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The page {@code /admin/entity}: what is stored under one key, if this replica owns it. */
final class EntityPage {
  /** The most timers, and messages, that are listed. */
  private static final int LISTED_MAX = 100;

  private EntityPage() {}

  static CompletionStage<Map<String, ?>> of(
      FunctionRuntime runtime, Neighbours neighbours, String namespace, Map<String, String> query) {
    String key = query.getOrDefault("key", "");
    if (key.isEmpty()) {
      throw new AdminException(
          400, "bad_query", "name the entity: ?key=KEY, or &function=NAME too");
    }
    String function = query.getOrDefault("function", runtime.function());
    Address address = new Address(namespace, function, key);
    try {
      return runtime
          .look(address)
          .thenApply(
              found -> page(address, found.orElseThrow(() -> elsewhere(address, neighbours))));
    } catch (IllegalArgumentException e) {
      throw new AdminException(404, "no_such_function", String.valueOf(e.getMessage()));
    }
  }

  private static AdminException elsewhere(Address address, Neighbours neighbours) {
    return neighbours
        .otherOwnerOf(address)
        .map(owner -> address + " lives on " + owner + "; ask that one's metrics port")
        .map(sentence -> new AdminException(421, "elsewhere", sentence))
        .orElseGet(() ->
            new AdminException(
                503, "moving", "nobody serves " + address + " for the moment; ask again"));
  }

  private static Map<String, ?> page(Address address, EntityView view) {
    if (view.revision() == 0) {
      throw new AdminException(404, "no_such_entity", "nothing is stored for " + address);
    }
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("function", address.function());
    page.put("key", address.key());
    page.put("revision", view.revision());
    page.put("state_version", view.stateVersion());
    page.put("state", view.state());
    page.put("timers_set", view.timers().size());
    page.put("timers", listed(view.timers().stream().map(EntityPage::timer).toList()));
    page.put("outbox_size", view.outbox().size());
    page.put("outbox", listed(view.outbox().stream().map(EntityPage::message).toList()));
    return page;
  }

  private static <T> List<T> listed(List<T> all) {
    return all.subList(0, Math.min(all.size(), LISTED_MAX));
  }

  private static Map<String, Object> timer(EntityView.Timer timer) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("name", timer.name());
    page.put("handler", timer.handler());
    page.put("due_at", timer.dueAt().toString());
    return page;
  }

  private static Map<String, Object> message(EntityView.Message message) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("sequence", message.sequence());
    page.put("function", message.function());
    page.put("key", message.key());
    page.put("handler", message.handler());
    page.put("due_at", message.dueAt().toString());
    return page;
  }
}
