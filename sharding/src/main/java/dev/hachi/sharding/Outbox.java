package dev.hachi.sharding;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Accepted;
import dev.hachi.sharding.transport.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The letters about shards that wait to be posted. Of several acknowledgements for one shard only
 * the last one is kept: it says what the others say. Confined to one thread.
 */
final class Outbox {
  private static final class Letters {
    final List<Letter> all = new ArrayList<>();
    final Map<ShardId, Integer> acknowledgements = new HashMap<>();
  }

  private final Map<Member, Letters> waiting = new LinkedHashMap<>();

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Member to, ShardId shard, Letter.OfShard letter) {
    var letters = waiting.computeIfAbsent(to, member -> new Letters());
    if (!(letter.message() instanceof Accepted)) {
      letters.all.add(letter);
      return;
    }
    var earlier = letters.acknowledgements.putIfAbsent(shard, letters.all.size());
    if (earlier == null) {
      letters.all.add(letter);
    } else {
      letters.all.set(earlier, letter);
    }
  }

  void empty(BiConsumer<Member, List<Letter>> post) {
    waiting.forEach((to, letters) -> post.accept(to, letters.all));
    waiting.clear();
  }
}
