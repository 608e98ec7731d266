package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.ContactAnswer.Silent;
import dev.hachi.sharding.membership.ContactAnswer.Told;
import dev.hachi.sharding.membership.ContactAnswer.Unreached;
import dev.hachi.sharding.placement.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a replica that has joined no cluster joins one, forms one, or waits. Pure: answers of the
 * contact points in, decision out. Confined to one thread.
 *
 * <p>Whoever is in a cluster is joined. A new cluster is formed only by a contact point, by the
 * lowest of those that answer, after these have been the same for a while; a longer while when some
 * contact point is absent, a long one when somebody there is silent, for it may be in a cluster.
 * When half of them or more are not even reached it is formed never: whoever is cut off from a
 * cluster must not start another one, and take what it is asked to store.
 */
final class Joining {
  /** How long the answering set must have been the same before a cluster is formed. */
  record Patience(Duration allAnswer, Duration someAbsent, Duration someSilent) {
    static final Patience USUAL =
        new Patience(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(15));
  }

  sealed interface Decision {
    String reason();
  }

  /** Join one of the members at {@code addresses}; the first ones have just answered. */
  record Join(List<String> addresses, String reason) implements Decision {}

  /** Start a cluster alone. */
  record Form(String reason) implements Decision {}

  record Wait(String reason) implements Decision {}

  private static final Comparator<Contact> LARGEST_FIRST =
      Comparator.comparingInt((Contact contact) -> contact.members().size())
          .reversed()
          .thenComparing(contact -> contact.members().getFirst());

  private final Member self;
  private final Patience patience;
  private Set<Member> answering = Set.of();
  private long sameSinceMillis;

  Joining(Member self, Patience patience) {
    this.self = self;
    this.patience = patience;
  }

  /** Decides on what the contact points answered by {@code nowMillis}, on any steady clock. */
  Decision decide(Collection<ContactAnswer> answers, long nowMillis) {
    var contacts = ContactAnswer.contacts(answers);
    var waiting = new TreeSet<>(contacts.stream().map(Contact::self).toList());
    if (!waiting.equals(answering)) {
      answering = waiting;
      sameSinceMillis = nowMillis;
    }
    var joined =
        contacts.stream()
            .filter(contact -> !contact.self().equals(self) && !contact.members().isEmpty())
            .sorted(LARGEST_FIRST)
            .toList();
    return joined.isEmpty()
        ? alone(waiting, answers, nowMillis - sameSinceMillis)
        : join(joined.getFirst(), joined);
  }

  private Decision join(Contact best, List<Contact> joined) {
    var addresses = new LinkedHashSet<String>();
    joined.stream()
        .map(Contact::self)
        .filter(best.members()::contains)
        .forEach(member -> addresses.add(member.address()));
    best.members().forEach(member -> addresses.add(member.address()));
    // It may still list our predecessor at the same address.
    addresses.remove(self.address());
    return addresses.isEmpty()
        ? new Wait("the only cluster that is known is that of an earlier process at this address")
        : new Join(
            List.copyOf(addresses),
            "%s is in a cluster of %d".formatted(best.self(), best.members().size()));
  }

  private Decision alone(
      SortedSet<Member> waiting, Collection<ContactAnswer> answers, long sameMillis) {
    if (!waiting.contains(self)) {
      return new Wait(
          ("no contact point is in a cluster, and none of them is this replica, so that it forms"
                  + " none: %s; hachi_join must name metrics ports of replicas")
              .formatted(ContactAnswer.summary(answers)));
    }
    if (!waiting.first().equals(self)) {
      return new Wait(waiting.first() + " is to form the cluster: its address is the lowest");
    }
    var unreached = answers.stream().filter(Unreached.class::isInstance).count();
    if (2 * unreached >= answers.size()) {
      return new Wait(
          ("nothing comes back from %d of %d contact points, so this replica may be cut off from a"
                  + " cluster that it does not see: %s; leave out of hachi_join what is gone for"
                  + " good")
              .formatted(unreached, answers.size(), ContactAnswer.summary(answers)));
    }
    var needed = needed(answers);
    if (sameMillis < needed.toMillis()) {
      return new Wait(
          "%s wait for a cluster, for %d ms now; it is formed after %d ms"
              .formatted(waiting, sameMillis, needed.toMillis()));
    }
    return new Form(
        "nobody is in a cluster, and this address is the lowest of those that wait: " + waiting);
  }

  private Duration needed(Collection<ContactAnswer> answers) {
    if (answers.stream()
        .anyMatch(answer -> answer instanceof Silent || answer instanceof Unreached)) {
      return patience.someSilent();
    }
    return answers.stream().allMatch(Told.class::isInstance)
        ? patience.allAnswer()
        : patience.someAbsent();
  }
}
