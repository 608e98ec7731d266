package dev.hachi.runtime.entity;

import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The form in which messages between entities, and their outcomes, travel between replicas. Pekko
 * creates it by the class name in reference.conf. Thread-safe.
 */
public final class MessageSerializer extends SerializerWithStringManifest {
  private static final String INVOKE = "I";
  private static final String SETTLED = "S";
  private static final String REPLIED = "R";
  private static final String FAILED = "F";

  private final ActorRefResolver references;

  public MessageSerializer(ExtendedActorSystem system) {
    this.references = ActorRefResolver.get(Adapter.toTyped(system));
  }

  @Override
  public int identifier() {
    return 7_355_002;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case Invoke invoke -> INVOKE;
      case Settled settled -> SETTLED;
      case Outcome.Replied replied -> REPLIED;
      case Outcome.Failed failed -> FAILED;
      default -> throw unknown(message.getClass().getName());
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    var out = new Encoder();
    switch (message) {
      case Invoke(var invocation, var replyTo) -> {
        InvocationCodec.write(out, invocation);
        out.string(references.toSerializationFormat(actor(replyTo)));
      }
      case Settled(var origin) -> InvocationCodec.write(out, origin);
      case Outcome.Replied(var reply) -> out.reply(reply);
      case Outcome.Failed(var code, var why) -> {
        out.string(code);
        out.string(why);
      }
      default -> throw unknown(message.getClass().getName());
    }
    return out.toArray();
  }

  /**
   * @throws IllegalArgumentException when the bytes are cut off, too many, or of an unknown message
   */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return Decoder.decode("message", bytes, in -> read(in, manifest));
  }

  private Object read(Decoder in, String manifest) {
    return switch (manifest) {
      case INVOKE ->
          new Invoke(
              InvocationCodec.read(in), new ReplyTo.Actor(references.resolveActorRef(in.string())));
      case SETTLED -> new Settled(InvocationCodec.readTell(in));
      case REPLIED -> new Outcome.Replied(in.reply());
      case FAILED -> new Outcome.Failed(in.string(), in.string());
      default -> throw unknown(manifest);
    };
  }

  private static ActorRef<Outcome> actor(ReplyTo replyTo) {
    if (replyTo instanceof ReplyTo.Actor(var actor)) {
      return actor;
    }
    throw new IllegalArgumentException("only an actor can be answered from another replica");
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("a message of this kind is unknown here: " + what);
  }
}
