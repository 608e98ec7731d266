package dev.hachi.sharding.replication;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the replicas tell each other about one shard. All of it may get lost or come twice. */
public sealed interface ShardMessage {
  /** From an owner, or one who wants to be, to a copy. */
  sealed interface ToCopy extends ShardMessage {
    Ballot ballot();
  }

  /** From a copy to the owner of {@link #ballot}. */
  sealed interface ToOwner extends ShardMessage {
    Ballot ballot();
  }

  /** Between one who is to be the owner and those who may still be; safety needs none of it. */
  sealed interface HandOver extends ShardMessage {}

  /** A key and its entry. */
  record Keyed(String key, Entry entry) {}

  // ---- acquire ----------------------------------------------------------------------------------

  /** Promise to refuse lower ballots, and say what you have. */
  record Prepare(Ballot ballot) implements ToCopy {}

  /**
   * The copy refuses lower ballots from now on.
   *
   * @param copied the ballot of the last Copy that it applied
   * @param digest what it stores
   * @param gone those named by the config that it saw leave
   */
  record Promise(
      Ballot ballot,
      @Nullable ShardConfig config,
      Ballot copied,
      Map<String, Stamp> digest,
      List<Member> gone)
      implements ToOwner {}

  /** The copy has promised a higher ballot. */
  record Refused(Ballot ballot, Ballot promised) implements ToOwner {}

  /** Send the entries of these keys. */
  record Pull(Ballot ballot, List<String> keys) implements ToCopy {}

  /** They are these. */
  record Values(Ballot ballot, List<Keyed> entries) implements ToOwner {}

  // ---- copy and install -------------------------------------------------------------------------

  /** One key of a Copy. */
  sealed interface Item {
    String key();

    /** The copy has the value already, under the stamp {@code held}; it counts as {@code now}. */
    record Kept(String key, Stamp held, Stamp now) implements Item {}

    /** The copy is to store {@code entry}. */
    record Sent(String key, Entry entry) implements Item {}
  }

  /** From now on store exactly this; it holds all writes of the ballot up to {@code sequence}. */
  record Copy(Ballot ballot, long sequence, List<Item> items) implements ToCopy {}

  /** The copy stores it, and all writes of the ballot up to {@code sequence}. */
  record Copied(Ballot ballot, long sequence) implements ToOwner {}

  /**
   * The copy cannot go on: it misses the Copy of this ballot.
   *
   * @param whole whether it does not have what it was believed to have
   */
  record Uncopied(Ballot ballot, boolean whole) implements ToOwner {}

  /** This is the config from now on. */
  record Install(ShardConfig config) implements ToCopy {
    @Override
    public Ballot ballot() {
      return config.ballot();
    }
  }

  /** The copy knows the config. */
  record Installed(Ballot ballot) implements ToOwner {}

  /** The installation is finished. */
  record Seal(Ballot ballot) implements ToCopy {}

  /** The copy knows that. */
  record Sealed(Ballot ballot) implements ToOwner {}

  // ---- serve ------------------------------------------------------------------------------------

  /** Store one write; {@code value} null deletes. */
  record Accept(
      Ballot ballot, long sequence, String key, long revision, @Nullable Bytes value, long wakeAt)
      implements ToCopy {
    Entry entry() {
      return new Entry(new Stamp(ballot, sequence), revision, value, wakeAt);
    }
  }

  /** The copy stores all writes of the ballot up to {@code sequence}. */
  record Accepted(Ballot ballot, long sequence) implements ToOwner {}

  /** The copy stores all writes up to {@code sequence} and misses some after it. */
  record Missed(Ballot ballot, long sequence) implements ToOwner {}

  /** What the writes after {@code from} up to {@code to} made of their keys. */
  record CatchUp(Ballot ballot, long from, long to, List<Keyed> entries) implements ToCopy {}

  /** All copies know that {@code key} was deleted by this write: the tombstone may go. */
  record Forget(Ballot ballot, String key, long sequence) implements ToCopy {}

  /** Do you still obey this ballot? */
  record Confirm(Ballot ballot, long round) implements ToCopy {}

  /** The copy did when it was asked. */
  record Confirmed(Ballot ballot, long round) implements ToOwner {}

  /** Entries for one that is to become a copy, so that the Copy will be short. */
  record Fill(Ballot ballot, int part, List<Keyed> entries) implements ToCopy {}

  /** The coming copy has them. */
  record Filled(Ballot ballot, int part) implements ToOwner {}

  // ---- hand over --------------------------------------------------------------------------------

  /** I am to own this shard: do you serve it? */
  record Seek() implements HandOver {}

  /**
   * No.
   *
   * @param promised the highest ballot that the copy has promised
   */
  record Idle(Ballot promised) implements HandOver {}

  /** Yes, or I am about to; wait for my {@link Idle}. */
  record Busy() implements HandOver {}
}
