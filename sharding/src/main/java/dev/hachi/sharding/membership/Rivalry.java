package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Member;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Which of two clusters of one namespace gives way to the other. Pure. A rival must be seen in two
 * rounds one after the other: a member that joins or leaves looks like one for a moment. Confined
 * to one thread.
 */
final class Rivalry {
  private boolean suspicious;

  /**
   * Why the cluster of {@code own} is to give way; empty when it is not.
   *
   * @param own all members that we know, ourselves included
   */
  Optional<String> giveWay(SortedSet<Member> own, Collection<ContactAnswer> answers) {
    var stronger =
        ContactAnswer.contacts(answers).stream()
            .filter(contact -> isRival(own, contact) && isStronger(contact, own))
            .findFirst();
    var confirmed = stronger.isPresent() && suspicious;
    suspicious = stronger.isPresent();
    return confirmed ? stronger.map(rival -> reason(own, rival)) : Optional.empty();
  }

  /** Whether the last round saw a rival to give way to. */
  boolean isSuspicious() {
    return suspicious;
  }

  private static boolean isRival(SortedSet<Member> own, Contact contact) {
    return !contact.members().isEmpty() && Collections.disjoint(own, contact.members());
  }

  private static boolean isStronger(Contact rival, SortedSet<Member> own) {
    var size = Integer.compare(rival.members().size(), own.size());
    return size > 0 || (size == 0 && rival.members().getFirst().compareTo(own.first()) < 0);
  }

  private static String reason(SortedSet<Member> own, Contact rival) {
    return ("%s is in another cluster, of %d; this one, of %d, gives way:"
            + " the state that it holds in memory is lost")
        .formatted(rival.self(), rival.members().size(), own.size());
  }
}
