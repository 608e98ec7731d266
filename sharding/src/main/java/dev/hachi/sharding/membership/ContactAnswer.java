package dev.hachi.sharding.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What came of asking one contact point. */
sealed interface ContactAnswer {
  /** A replica of our namespace answered. */
  record Told(Contact contact) implements ContactAnswer {}

  /**
   * Somebody is there and does not tell, or not in time: a replica that is busy or starting.
   *
   * @param what who was asked and what came of it, for people
   */
  record Silent(String what) implements ContactAnswer {}

  /**
   * Nobody is there, or somebody who is none of us.
   *
   * @param what who was asked and what came of it, for people
   */
  record Absent(String what) implements ContactAnswer {}

  /**
   * Nothing comes back: nobody knows whether somebody is there.
   *
   * @param what who was asked and what came of it, for people
   */
  record Unreached(String what) implements ContactAnswer {}

  /** One line on {@code answers}, for people. */
  static String summary(Collection<ContactAnswer> answers) {
    return answers.stream()
        .map(answer ->
            switch (answer) {
              case Told(var contact) -> contact.self().address() + " answers";
              case Silent(var what) -> what;
              case Absent(var what) -> what;
              case Unreached(var what) -> what;
            })
        .collect(Collectors.joining(", "));
  }

  /** What those who answered told. */
  static List<Contact> contacts(Collection<ContactAnswer> answers) {
    var contacts = new ArrayList<Contact>();
    for (var answer : answers) {
      if (answer instanceof Told(var contact)) {
        contacts.add(contact);
      }
    }
    return contacts;
  }
}
