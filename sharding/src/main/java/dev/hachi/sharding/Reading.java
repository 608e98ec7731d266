package dev.hachi.sharding;

import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Deliver;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Takes what other replicas write to whom it concerns. Thread-safe. */
record Reading(
    Post post,
    ActorRef<ShardHostCommand> host,
    ActorRef<ResidentsCommand> residents,
    ShardRouter router,
    Loads loads) {

  void read(Member from, List<Letter> letters) {
    var ofShards = new ArrayList<Letter.OfShard>(letters.size());
    for (var letter : letters) {
      switch (letter) {
        case Letter.OfShard ofShard -> ofShards.add(ofShard);
        case Letter.Call(var number, var invocation) ->
            residents.tell(
                new Deliver(
                    invocation,
                    outcome -> post.send(from, List.of(new Letter.Ended(number, outcome)))));
        case Letter.Ended(var number, var outcome) -> router.ended(number, outcome);
        case Letter.Settled(var settle) -> residents.tell(settle);
        case Letter.Room(var left) -> host.tell(new ShardHostCommand.Room(from, left));
        case Letter.Answered(var answers) -> residents.tell(answers);
        case Letter.Loaded(var load) -> loads.heard(from, load);
      }
    }
    if (!ofShards.isEmpty()) {
      host.tell(new ShardHostCommand.Read(from, ofShards));
    }
  }
}
