package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.Set;

/**
 * The rules that keep a shard's data right, one method each, with what breaks otherwise.
 * docs/ARCHITECTURE.md has the proof sketch. The simulation replaces single rules by wrong ones to
 * see that it notices. Stateless.
 */
class Rules {
  /** How the answers of a copy set stand. */
  enum Quorum {
    /** A majority answered: every other majority shares a member with it. */
    MET,
    /** So many were removed that there is no majority, and all that are left answered. */
    DEGRADED,
    /** More answers are needed. */
    MISSING
  }

  /** A copy obeys the highest ballot it knows: or a replaced owner could go on writing. */
  boolean refuses(Ballot promised, Ballot ballot) {
    return ballot.isBelow(promised);
  }

  /** Any two majorities of one set meet: so a later owner hears of every acknowledged write. */
  boolean isMajority(int answers, int of) {
    return answers > of / 2;
  }

  /** What is acknowledged is known to every later owner. */
  boolean isStored(int copies, int of) {
    return isMajority(copies, of);
  }

  /** A read is answered only while a majority obeys the ballot: or it might miss newer writes. */
  boolean mayRead(int confirmations, int of) {
    return isMajority(confirmations, of);
  }

  /** Any member may be the only one left that knows an older config. */
  boolean isNew(int answers, int members) {
    return answers == members;
  }

  /** An unfinished installation may be unknown to a majority of the sets before it. */
  List<CopySet> oldSets(ShardConfig config) {
    return config.sets();
  }

  /**
   * Who is in nobody's view may have left or may be about to arrive: only the former excuses.
   *
   * @param answered those whose answers came
   * @param gone those whom somebody saw leave
   */
  Quorum quorum(List<Member> set, Set<Member> answered, Set<Member> gone) {
    var answers = count(set, answered);
    if (isMajority(answers, set.size())) {
      return Quorum.MET;
    }
    var left = set.size() - count(set, gone);
    return !isMajority(left, set.size()) && answers == left ? Quorum.DEGRADED : Quorum.MISSING;
  }

  private static int count(List<Member> set, Set<Member> among) {
    return (int) set.stream().filter(among::contains).count();
  }

  /** Without a majority anything may have happened: then everybody who is left must be heard. */
  boolean mayDegrade(int answers, int members) {
    return answers == members;
  }

  /**
   * What a member holds from before the last finished config is old: a key that was deleted and
   * forgotten since would come back.
   */
  boolean isSource(Ballot copied, Ballot oldest) {
    return !copied.isBelow(oldest);
  }

  /** One with a Copy that was not installed may be all that is left of it: it must not leave. */
  boolean mayBeOnlySource(Ballot copied, Ballot installed) {
    return installed.isBelow(copied);
  }

  /** Applied again when it comes twice, a Copy would undo the writes that came after it. */
  boolean appliesCopy(Ballot copied, Ballot ballot) {
    return !copied.equals(ballot);
  }

  /**
   * With the config before the data, majorities would know of a set of which few store anything.
   */
  boolean mayInstall(int copies, int of) {
    return isMajority(copies, of);
  }

  /** Said by the copy itself: who takes the config stores what it stands for. */
  boolean takesInstall(Ballot copied, Ballot ballot) {
    return copied.equals(ballot);
  }

  /** Who has not got the Copy cannot take what came after it. */
  boolean sendsWrites(boolean hasCopy) {
    return hasCopy;
  }

  /** Said by the copy itself: its count of writes is that of the ballot whose Copy it has. */
  boolean takesWrite(Ballot copied, Ballot ballot) {
    return copied.equals(ballot);
  }

  /** A late duplicate must not be applied: it would bring back a key that was forgotten. */
  boolean isRepeated(long applied, long sequence) {
    return sequence <= applied;
  }

  /** With a gap the acknowledgement, which means all up to here, would be a lie. */
  boolean isNext(long applied, long sequence) {
    return sequence == applied + 1;
  }

  /** A copy without the tombstone would bring the key back once it is a later owner's source. */
  boolean mayForget(int copiesThatKnow, int of) {
    return copiesThatKnow == of;
  }

  /** Entities may stay in memory over a new ballot only if nobody else owned the shard between. */
  boolean isUninterrupted(Ballot served, ShardConfig found) {
    return found.ballot().equals(served);
  }
}
