package dev.hachi.openfaas.provider;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.function.StatefulFunction;
import java.util.ArrayList;
import java.util.List;

/** A function with state that has another one, without state, develop its pictures. */
@StatefulFunction("album")
public final class Album {
  /** What was developed. */
  public record State(List<String> pictures) {}

  /** No pictures. */
  public State initial() {
    return new State(List.of());
  }

  @Handler
  Effect<State, Void> add(State state, String picture) {
    return Effect.<State>keep()
        .tell(Call.gateway(Reply.class, "develop", "/", picture).callback("developed"));
  }

  @Handler
  Effect<State, Void> developed(State state, Request picture) {
    var all = new ArrayList<>(state.pictures());
    all.add(picture.body().text());
    return Effect.of(new State(List.copyOf(all)));
  }

  @Handler
  String preview(State state, String picture, Context context) {
    return context.ask(Call.gateway(String.class, "develop", "/", picture));
  }

  @Handler
  List<String> get(State state) {
    return state.pictures();
  }
}
