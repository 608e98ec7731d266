package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Replicas with one rule that is wrong. */
@SuppressWarnings("ImmutableEnumChecker") // both are stateless
public enum WrongRules implements BiFunction<Member, Outbound, LocalShard> {
  ACKNOWLEDGED_AT_ONE_COPY(
      0,
      new Rules() {
        @Override
        boolean isStored(int copies, int of) {
          return copies >= 1;
        }
      }),
  NEW_WHEN_A_MAJORITY_SAYS_SO(
      40,
      new Rules() {
        @Override
        boolean isNew(int answers, int members) {
          return isMajority(answers, members);
        }
      }),
  COPY_APPLIED_AGAIN(
      20,
      new Rules() {
        @Override
        boolean appliesCopy(Ballot copied, Ballot ballot) {
          return true;
        }
      }),
  STALE_SOURCES(
      0,
      new Rules() {
        @Override
        boolean isSource(Ballot copied, Ballot oldest) {
          return true;
        }
      }),
  FORGETS_AT_A_MAJORITY(
      0,
      new Rules() {
        @Override
        boolean mayForget(int copiesThatKnow, int of) {
          return isMajority(copiesThatKnow, of);
        }
      }),
  REPEATED_ACCEPT_APPLIED_AGAIN(
      0,
      new Rules() {
        @Override
        boolean isRepeated(long applied, long sequence) {
          return false;
        }

        @Override
        boolean isNext(long applied, long sequence) {
          return sequence <= applied + 1;
        }
      }),
  GAPS_IGNORED(
      0,
      new Rules() {
        @Override
        boolean isNext(long applied, long sequence) {
          return true;
        }
      }),
  READS_WITHOUT_CONFIRMATION(
      220,
      new Rules() {
        @Override
        boolean mayRead(int confirmations, int of) {
          return true;
        }
      }),
  REFUSED_BALLOT_OBEYED(
      0,
      new Rules() {
        @Override
        boolean refuses(Ballot promised, Ballot ballot) {
          return false;
        }
      }),
  PROMISE_OF_A_MINORITY(
      0,
      new Rules() {
        @Override
        Quorum quorum(List<Member> set, Set<Member> answered, Set<Member> gone) {
          return answered.isEmpty() ? Quorum.MISSING : Quorum.MET;
        }
      }),
  PRIOR_SETS_IGNORED(
      1000,
      new Rules() {
        @Override
        List<CopySet> oldSets(ShardConfig config) {
          return List.of(config.current());
        }
      }),
  DEGRADED_WITHOUT_HEARING_ALL(
      70,
      new Rules() {
        @Override
        boolean mayDegrade(int answers, int members) {
          return true;
        }
      }),
  ENTITIES_KEPT_OVER_ANOTHER_OWNER(
      0,
      new Rules() {
        @Override
        boolean isUninterrupted(Ballot served, ShardConfig found) {
          return true;
        }
      }),
  LEAVES_WITH_THE_ONLY_COPY(
      0,
      new Rules() {
        @Override
        boolean mayBeOnlySource(Ballot copied, Ballot installed) {
          return false;
        }
      }),
  INSTALLED_BEFORE_THE_COPY(
      300,
      new Rules() {
        @Override
        boolean mayInstall(int copies, int of) {
          return copies >= 1;
        }

        @Override
        boolean takesInstall(Ballot copied, Ballot ballot) {
          return true;
        }
      }),
  WRITES_TAKEN_BEFORE_THE_COPY(
      150,
      new Rules() {
        @Override
        boolean sendsWrites(boolean hasCopy) {
          return true;
        }

        @Override
        boolean takesWrite(Ballot copied, Ballot ballot) {
          return true;
        }
      });

  private final long from;
  private final Rules rules;

  WrongRules(long from, Rules rules) {
    this.from = from;
    this.rules = rules;
  }

  /** A seed shortly before one that shows it. */
  public long from() {
    return from;
  }

  Rules rules() {
    return rules;
  }

  @Override
  public LocalShard apply(Member self, Outbound out) {
    return new LocalShard(self, rules, out);
  }
}
