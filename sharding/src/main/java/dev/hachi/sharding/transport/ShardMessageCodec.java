package dev.hachi.sharding.transport;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.CopySet;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.replication.ShardConfig;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import dev.hachi.sharding.replication.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of what replicas tell each other about shards. Names and ballots, which come
 * again and again, are written once per bundle and referred to by number.
 */
final class ShardMessageCodec {
  private static final int PREPARE = 0;
  private static final int PROMISE = 1;
  private static final int REFUSED = 2;
  private static final int PULL = 3;
  private static final int VALUES = 4;
  private static final int COPY = 5;
  private static final int COPIED = 6;
  private static final int UNCOPIED = 7;
  private static final int INSTALL = 8;
  private static final int INSTALLED = 9;
  private static final int SEAL = 10;
  private static final int ACCEPT = 11;
  private static final int ACCEPTED = 12;
  private static final int MISSED = 13;
  private static final int CATCH_UP = 14;
  private static final int FORGET = 15;
  private static final int CONFIRM = 16;
  private static final int CONFIRMED = 17;
  private static final int FILL = 18;
  private static final int FILLED = 19;
  private static final int SEEK = 20;
  private static final int IDLE = 21;
  private static final int BUSY = 22;
  private static final int SEALED = 23;

  private ShardMessageCodec() {}

  /** Writes messages of one bundle. */
  static final class Writer {
    private final Encoder out;
    private final Map<Object, Integer> known = new HashMap<>();

    Writer(Encoder out) {
      this.out = out;
    }

    /** A function's name. */
    void name(String name) {
      if (isNew(name)) {
        out.string(name);
      }
    }

    /** Writes the number of {@code value}; whether the value itself must follow. */
    private boolean isNew(Object value) {
      var number = known.putIfAbsent(value, known.size());
      out.number(number == null ? known.size() - 1 : number);
      return number == null;
    }

    private void ballot(Ballot ballot) {
      if (isNew(ballot)) {
        out.number(ballot.counter());
        member(ballot.owner());
      }
    }

    private void member(Member member) {
      if (isNew(member)) {
        out.string(member.address());
        out.time(member.uid());
      }
    }

    private void stamp(Stamp stamp) {
      ballot(stamp.ballot());
      out.number(stamp.sequence());
    }

    private void entry(Entry entry) {
      stamp(entry.stamp());
      value(entry.revision(), entry.value(), entry.wakeAt());
    }

    private void value(long revision, @Nullable Bytes value, long wakeAt) {
      out.number(revision);
      out.flag(value != null);
      if (value != null) {
        out.bytes(value);
      }
      out.time(wakeAt);
    }

    private void keyed(Keyed keyed) {
      out.string(keyed.key());
      entry(keyed.entry());
    }

    private void set(CopySet set) {
      ballot(set.ballot());
      out.list(set.members(), this::member);
    }

    private void config(ShardConfig config) {
      set(config.current());
      out.list(config.priors(), this::set);
    }

    private void numbered(int kind, Ballot ballot, long number) {
      out.octet(kind);
      ballot(ballot);
      out.number(number);
    }

    private void plain(int kind, Ballot ballot) {
      out.octet(kind);
      ballot(ballot);
    }

    void write(ShardMessage message) {
      switch (message) {
        case ShardMessage.Prepare(var ballot) -> plain(PREPARE, ballot);
        case ShardMessage.Promise promise -> promise(promise);
        case ShardMessage.Refused(var ballot, var promised) -> {
          plain(REFUSED, ballot);
          ballot(promised);
        }
        case ShardMessage.Pull(var ballot, var keys) -> {
          plain(PULL, ballot);
          out.list(keys, out::string);
        }
        case ShardMessage.Values(var ballot, var entries) -> {
          plain(VALUES, ballot);
          out.list(entries, this::keyed);
        }
        case ShardMessage.Copy(var ballot, var sequence, var items) -> {
          numbered(COPY, ballot, sequence);
          out.list(items, this::item);
        }
        case ShardMessage.Copied(var ballot, var sequence) -> numbered(COPIED, ballot, sequence);
        case ShardMessage.Uncopied(var ballot, var whole) -> {
          plain(UNCOPIED, ballot);
          out.flag(whole);
        }
        case ShardMessage.Install(var config) -> {
          out.octet(INSTALL);
          config(config);
        }
        case ShardMessage.Installed(var ballot) -> plain(INSTALLED, ballot);
        case ShardMessage.Seal(var ballot) -> plain(SEAL, ballot);
        case ShardMessage.Sealed(var ballot) -> plain(SEALED, ballot);
        case ShardMessage.Accept accept -> accept(accept);
        case ShardMessage.Accepted(var ballot, var sequence) ->
            numbered(ACCEPTED, ballot, sequence);
        case ShardMessage.Missed(var ballot, var sequence) -> numbered(MISSED, ballot, sequence);
        case ShardMessage.CatchUp(var ballot, var from, var to, var entries) -> {
          numbered(CATCH_UP, ballot, from);
          out.number(to);
          out.list(entries, this::keyed);
        }
        case ShardMessage.Forget(var ballot, var key, var sequence) -> {
          numbered(FORGET, ballot, sequence);
          out.string(key);
        }
        case ShardMessage.Confirm(var ballot, var round) -> numbered(CONFIRM, ballot, round);
        case ShardMessage.Confirmed(var ballot, var round) -> numbered(CONFIRMED, ballot, round);
        case ShardMessage.Fill(var ballot, var part, var entries) -> {
          numbered(FILL, ballot, part);
          out.list(entries, this::keyed);
        }
        case ShardMessage.Filled(var ballot, var part) -> numbered(FILLED, ballot, part);
        case ShardMessage.Seek seek -> out.octet(SEEK);
        case ShardMessage.Idle(var promised) -> plain(IDLE, promised);
        case ShardMessage.Busy busy -> out.octet(BUSY);
      }
    }

    private void promise(ShardMessage.Promise promise) {
      plain(PROMISE, promise.ballot());
      out.flag(promise.config() != null);
      if (promise.config() != null) {
        config(promise.config());
      }
      ballot(promise.copied());
      out.number(promise.digest().size());
      promise
          .digest()
          .forEach((key, stamp) -> {
            out.string(key);
            stamp(stamp);
          });
      out.list(promise.gone(), this::member);
    }

    private void accept(ShardMessage.Accept accept) {
      numbered(ACCEPT, accept.ballot(), accept.sequence());
      out.string(accept.key());
      value(accept.revision(), accept.value(), accept.wakeAt());
    }

    private void item(ShardMessage.Item item) {
      out.string(item.key());
      switch (item) {
        case ShardMessage.Item.Kept(var key, var held, var now) -> {
          out.flag(true);
          stamp(held);
          stamp(now);
        }
        case ShardMessage.Item.Sent(var key, var entry) -> {
          out.flag(false);
          entry(entry);
        }
      }
    }
  }

  /** Reads what a {@link Writer} wrote. */
  static final class Reader {
    private final Decoder in;
    private final List<Object> known = new ArrayList<>();

    Reader(Decoder in) {
      this.in = in;
    }

    String name() {
      var number = next();
      return number < known.size() ? known(number, String.class) : learn(in.string());
    }

    private int next() {
      var number = in.integer();
      if (number > known.size()) {
        throw new IllegalArgumentException("a reference is out of range: " + number);
      }
      return number;
    }

    private <T> T known(int number, Class<T> kind) {
      var value = known.get(number);
      if (!kind.isInstance(value)) {
        throw new IllegalArgumentException("a reference is to something else: " + number);
      }
      return kind.cast(value);
    }

    private <T> T learn(T value) {
      known.add(value);
      return value;
    }

    private Ballot ballot() {
      var number = next();
      if (number < known.size()) {
        return known(number, Ballot.class);
      }
      known.add(Ballot.NONE); // its place is before that of its owner
      var ballot = new Ballot(in.number(), member());
      known.set(number, ballot);
      return ballot;
    }

    private Member member() {
      var number = next();
      return number < known.size()
          ? known(number, Member.class)
          : learn(new Member(in.string(), in.time()));
    }

    private Stamp stamp() {
      return new Stamp(ballot(), in.number());
    }

    private Entry entry() {
      return new Entry(stamp(), in.number(), value(), in.time());
    }

    private @Nullable Bytes value() {
      return in.flag() ? in.bytes() : null;
    }

    private Keyed keyed() {
      return new Keyed(in.string(), entry());
    }

    private CopySet set() {
      return new CopySet(ballot(), in.list(this::member));
    }

    private ShardConfig config() {
      return new ShardConfig(set(), in.list(this::set));
    }

    ShardMessage read() {
      var kind = in.octet();
      return switch (kind) {
        case PREPARE -> new ShardMessage.Prepare(ballot());
        case PROMISE -> promise();
        case REFUSED -> new ShardMessage.Refused(ballot(), ballot());
        case PULL -> new ShardMessage.Pull(ballot(), in.list(in::string));
        case VALUES -> new ShardMessage.Values(ballot(), in.list(this::keyed));
        case COPY -> new ShardMessage.Copy(ballot(), in.number(), in.list(this::item));
        case COPIED -> new ShardMessage.Copied(ballot(), in.number());
        case UNCOPIED -> new ShardMessage.Uncopied(ballot(), in.flag());
        case INSTALL -> new ShardMessage.Install(config());
        case INSTALLED -> new ShardMessage.Installed(ballot());
        case SEAL -> new ShardMessage.Seal(ballot());
        case SEALED -> new ShardMessage.Sealed(ballot());
        case ACCEPT ->
            new ShardMessage.Accept(
                ballot(), in.number(), in.string(), in.number(), value(), in.time());
        case ACCEPTED -> new ShardMessage.Accepted(ballot(), in.number());
        case MISSED -> new ShardMessage.Missed(ballot(), in.number());
        case CATCH_UP ->
            new ShardMessage.CatchUp(ballot(), in.number(), in.number(), in.list(this::keyed));
        case FORGET -> forget();
        case CONFIRM -> new ShardMessage.Confirm(ballot(), in.number());
        case CONFIRMED -> new ShardMessage.Confirmed(ballot(), in.number());
        case FILL -> new ShardMessage.Fill(ballot(), in.integer(), in.list(this::keyed));
        case FILLED -> new ShardMessage.Filled(ballot(), in.integer());
        case SEEK -> new ShardMessage.Seek();
        case IDLE -> new ShardMessage.Idle(ballot());
        case BUSY -> new ShardMessage.Busy();
        default -> throw new IllegalArgumentException("a message of this kind is unknown: " + kind);
      };
    }

    private ShardMessage promise() {
      var ballot = ballot();
      var config = in.flag() ? config() : null;
      var copied = ballot();
      var digest = new HashMap<String, Stamp>();
      for (var left = in.integer(); left > 0; left--) {
        digest.put(in.string(), stamp());
      }
      return new ShardMessage.Promise(ballot, config, copied, digest, in.list(this::member));
    }

    private ShardMessage forget() {
      var ballot = ballot();
      var sequence = in.number();
      return new ShardMessage.Forget(ballot, in.string(), sequence);
    }

    private ShardMessage.Item item() {
      var key = in.string();
      return in.flag()
          ? new ShardMessage.Item.Kept(key, stamp(), stamp())
          : new ShardMessage.Item.Sent(key, entry());
    }
  }
}
