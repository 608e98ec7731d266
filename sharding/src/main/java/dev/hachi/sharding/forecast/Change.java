package dev.hachi.sharding.forecast;

import dev.hachi.sharding.placement.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to move when the members change.
 *
 * @param owners how many shards get another owner
 * @param copies how many copies are made anew
 * @param busiest how many of these the replica receives or sends that has the most to do
 */
public record Change(double owners, double copies, double busiest) {
  /** From one placement of all shards to another one. */
  static Change between(List<List<Member>> before, List<List<Member>> after) {
    var owners = 0;
    var copies = 0;
    var received = new HashMap<Member, Integer>();
    var sent = new HashMap<Member, Integer>();
    for (var shard = 0; shard < before.size(); shard++) {
      var old = before.get(shard);
      owners += old.getFirst().equals(after.get(shard).getFirst()) ? 0 : 1;
      for (var copy : after.get(shard)) {
        if (!old.contains(copy)) {
          copies++;
          received.merge(copy, 1, Integer::sum);
          sent.merge(old.getFirst(), 1, Integer::sum);
        }
      }
    }
    return new Change(owners, copies, Math.max(most(received), most(sent)));
  }

  private static int most(Map<Member, Integer> counts) {
    return counts.values().stream().max(Integer::compare).orElse(0);
  }

  /** What is usual, from several cases. */
  static Change average(List<Change> several) {
    return new Change(
        several.stream().mapToDouble(Change::owners).average().orElseThrow(),
        several.stream().mapToDouble(Change::copies).average().orElseThrow(),
        several.stream().mapToDouble(Change::busiest).average().orElseThrow());
  }
}
