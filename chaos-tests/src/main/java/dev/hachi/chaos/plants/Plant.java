package dev.hachi.chaos.plants;

import dev.hachi.chaos.plants.Edit.Way;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A bug that can be planted into all replicas of a run, and what finds it. */
@SuppressWarnings("ImmutableEnumChecker") // the lists do not change
public enum Plant {
  ACKNOWLEDGE_EARLY(
      "a change is acknowledged when one copy has it",
      List.of(edit("sharding.replication.Rules", "isStored", new Way.Answers(true))),
      "linearizable per key",
      "--workload register --nemesis pause --replicas 3 --seconds 40 --rate 100 --keys 50"),

  NO_FENCING(
      "an owner that was replaced is heard as if it were one",
      List.of(
          edit("sharding.replication.Rules", "refuses", new Way.Answers(false)),
          edit("sharding.replication.Rules", "takesWrite", new Way.Answers(true)),
          edit("sharding.replication.Ownership", "sees", new Way.Answers(true)),
          edit("sharding.transport.Post", "present", new Way.ForgetsNobody())),
      "linearizable per key",
      "--workload register --nemesis pause --replicas 3 --seconds 40 --rate 100 --keys 50"),

  UNCONFIRMED_READS(
      "an owner answers reads without asking whether it was replaced",
      List.of(edit("sharding.replication.Rules", "mayRead", new Way.Answers(true))),
      "linearizable per key",
      "--workload register --nemesis pause --replicas 3 --seconds 100 --rate 100 --keys 150"),

  NO_ID_CHECK(
      "the next owner of a key does not know which ids took effect",
      List.of(
          edit("runtime.entity.Draft", "<init>", new Way.GetsNothing("remembered")),
          edit("runtime.entity.Draft", "<init>", new Way.GetsNothing("unanswered"))),
      "an id takes effect once",
      "--workload counter --nemesis scale --replicas 2 --seconds 10 --rate 100"),

  SEND_EARLY(
      "messages leave before the change that they stem from is stored",
      List.of(edit("runtime.entity.Outbox", "leave", new Way.LooksAt("committed", "sent"))),
      "conservation of money",
      "--workload bank --nemesis memory --replicas 3 --seconds 8 --rate 100 --keys 20"),

  LOST_TIMER(
      "the next owner of a key does not know when it has timers to fire",
      List.of(edit("runtime.store.EntityStore", "wakeAt", new Way.DoesNothing())),
      "timers fire unasked",
      "--workload timers --nemesis scale --replicas 2 --seconds 10 --rate 100"),

  OLDER_OVER_NEWER(
      "an older release takes what a newer one has stored for nothing, and stores its own over it",
      List.of(
          edit("runtime.entity.Entity", "onLoaded", new Way.GetsNull("state")),
          edit(
              "runtime.function.FunctionDefinition",
              "decode",
              new Way.LosesWhatIsMoreThan("stateVersion"))),
      "no older release stores over a newer one",
      "--workload versions --nemesis roll --replicas 2 --rate 50 --keys 50");

  private final String sentence;
  private final List<Edit> edits;
  private final String rule;
  private final List<String> recipe;

  Plant(String sentence, List<Edit> edits, String rule, String recipe) {
    this.sentence = sentence;
    this.edits = edits;
    this.rule = rule;
    this.recipe = List.of(recipe.split(" "));
  }

  private static Edit edit(String type, String method, Way way) {
    return new Edit("dev.hachi." + type, method, way);
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException with one sentence when there is none
   */
  public static Plant of(String word) {
    return Arrays.stream(values())
        .filter(plant -> plant.word().equals(word))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--plant knows %s, and all; was %s".formatted(words(), word)));
  }

  /** The names of all. */
  public static String words() {
    return Arrays.stream(values()).map(Plant::word).collect(Collectors.joining(", "));
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong. */
  public String sentence() {
    return sentence;
  }

  /** The promise that it breaks, as reports name it. */
  public String rule() {
    return rule;
  }

  /** The options of a run that finds it. */
  public List<String> recipe() {
    return recipe;
  }

  /** What the log of a replica has once the bug is in place. */
  public String sign() {
    return "planted " + word();
  }

  Change change() {
    return new Change(sign(), sentence, edits);
  }
}
