package dev.hachi.sharding.transport;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Item;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roughly what a letter costs to keep until it leaves, in bytes. */
final class LetterWeight {
  private static final long OVERHEAD = 128;

  private LetterWeight() {}

  static long of(Letter letter) {
    return OVERHEAD
        + switch (letter) {
          case Letter.OfShard(var function, var shard, var message) -> of(message);
          case Letter.Call(var number, var invocation) ->
              invocation.address().key().length() + size(invocation.message().body());
          case Letter.Ended(var number, Outcome.Replied(var reply)) -> size(reply.body());
          case Letter.Ended(var number, Outcome.Failed(var code, var message)) -> message.length();
          case Letter.Settled settled -> OVERHEAD;
          case Letter.Room room -> 0;
          case Letter.Loaded loaded -> 0;
          case Letter.Answered(var answers) -> OVERHEAD * answers.answered().size();
        };
  }

  private static long of(ShardMessage message) {
    return switch (message) {
      case ShardMessage.Accept accept -> accept.key().length() + size(accept.value());
      case ShardMessage.Copy copy -> copy.items().stream().mapToLong(LetterWeight::of).sum();
      case ShardMessage.CatchUp catchUp -> of(catchUp.entries());
      case ShardMessage.Fill fill -> of(fill.entries());
      case ShardMessage.Values values -> of(values.entries());
      case ShardMessage.Promise promise -> OVERHEAD * promise.digest().size();
      case ShardMessage.Pull pull -> OVERHEAD * pull.keys().size();
      default -> OVERHEAD; // of a fixed size, but for the names of some members
    };
  }

  private static long of(Item item) {
    return switch (item) {
      case Item.Kept kept -> OVERHEAD;
      case Item.Sent(var key, var entry) -> entry.weight(key);
    };
  }

  private static long of(List<Keyed> entries) {
    return entries.stream().mapToLong(one -> one.entry().weight(one.key())).sum();
  }

  private static long size(@Nullable Bytes value) {
    return value == null ? 0 : value.size();
  }
}
