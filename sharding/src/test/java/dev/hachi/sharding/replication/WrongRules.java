package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Replicas with one rule that is wrong. */
public enum WrongRules implements BiFunction<Member, Outbound, ShardReplica> {
  ACKNOWLEDGED_AT_ONE_COPY(
      new Rules() {
        @Override
        boolean isStored(int copies, int of) {
          return copies >= 1;
        }
      }),
  NEW_WHEN_A_MAJORITY_SAYS_SO(
      new Rules() {
        @Override
        boolean isNew(int answers, int members) {
          return isMajority(answers, members);
        }
      }),
  COPY_APPLIED_AGAIN(
      new Rules() {
        @Override
        boolean appliesCopy(Ballot copied, Ballot ballot) {
          return true;
        }
      }),
  OLDER_ENTRY_REPLACES_NEWER(
      new Rules() {
        @Override
        boolean replaces(Stamp stored, Stamp coming) {
          return true;
        }
      }),
  PRIOR_SETS_IGNORED(
      new Rules() {
        @Override
        List<CopySet> oldSets(ShardConfig config) {
          return List.of(config.current());
        }
      }),
  STALE_SOURCES(
      new Rules() {
        @Override
        boolean isSource(Ballot copied, Ballot oldest) {
          return true;
        }
      }),
  ACCEPTS_BEFORE_THE_COPY(
      new Rules() {
        @Override
        boolean mayAccept(Ballot copied, Ballot ballot) {
          return true;
        }
      }),
  INSTALLS_BEFORE_THE_COPY(
      new Rules() {
        @Override
        boolean mayInstall(Ballot copied, Ballot ballot) {
          return true;
        }
      }),
  FORGETS_AT_A_MAJORITY(
      new Rules() {
        @Override
        boolean mayForget(int copiesThatKnow, int of) {
          return isMajority(copiesThatKnow, of);
        }
      }),
  REPEATED_ACCEPT_APPLIED_AGAIN(
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
      new Rules() {
        @Override
        boolean isNext(long applied, long sequence) {
          return true;
        }
      }),
  READS_WITHOUT_CONFIRMATION(
      new Rules() {
        @Override
        boolean mayRead(int confirmations, int of) {
          return true;
        }
      }),
  REFUSED_BALLOT_OBEYED(
      new Rules() {
        @Override
        boolean refuses(Ballot promised, Ballot ballot) {
          return false;
        }
      }),
  DEGRADED_WITHOUT_HEARING_EVERYBODY(
      new Rules() {
        @Override
        boolean mayDegrade(int answers, int members) {
          return true;
        }
      }),
  ENTITIES_KEPT_OVER_ANOTHER_OWNER(
      new Rules() {
        @Override
        boolean isUninterrupted(Ballot served, ShardConfig found) {
          return true;
        }
      }),
  PROMISE_OF_A_MINORITY(
      new Rules() {
        @Override
        Quorum quorum(List<Member> set, Set<Member> answered, Set<Member> gone) {
          return answered.isEmpty() ? Quorum.MISSING : Quorum.MET;
        }
      });

  private final Rules rules;

  WrongRules(Rules rules) {
    this.rules = rules;
  }

  @Override
  public ShardReplica apply(Member self, Outbound out) {
    return new ShardReplica(self, rules, out);
  }
}
