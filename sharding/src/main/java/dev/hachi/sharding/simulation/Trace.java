package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened, line by line, for people. */
final class Trace {
  private static final Pattern UID = Pattern.compile("#[0-9a-f]+");
  private static final Pattern MEMBER = Pattern.compile("Member\\[address=([^,]*), uid=[0-9]+\\]");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z]+=");
  private static final Pattern STAMP =
      Pattern.compile("Stamp\\[(?:ballot=)?([^,\\]]*), (?:sequence=)?([0-9]+)\\]");

  private final List<String> lines = new ArrayList<>();
  private final Agenda agenda;

  Trace(Agenda agenda) {
    this.agenda = agenda;
  }

  void add(@Nullable Node node, String what) {
    lines.add("%10.3f %s %s".formatted(agenda.now() / 1000.0, node == null ? "-" : node, what));
  }

  List<String> lines() {
    return lines;
  }

  static String name(Member member) {
    return member.address();
  }

  static String names(List<Member> members) {
    return members.stream().map(Trace::name).collect(Collectors.joining(" "));
  }

  /** A message, shortened: {@code Accept[2@a, 7, c1, 31, ...]}. */
  static String text(Object message) {
    var text = UID.matcher(message.toString()).replaceAll("");
    text = MEMBER.matcher(text).replaceAll("$1");
    text = STAMP.matcher(text).replaceAll("$1:$2");
    return LABEL
        .matcher(text)
        .replaceAll("")
        .replace(Long.toString(Long.MAX_VALUE), "never")
        .replace("CopySet", "")
        .replace("ShardConfig", "config");
  }
}
