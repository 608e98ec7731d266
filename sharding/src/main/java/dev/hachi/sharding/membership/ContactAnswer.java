package dev.hachi.sharding.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What came of asking one contact point. */
sealed interface ContactAnswer {
  /** A replica of our namespace answered. */
  record Told(Contact contact) implements ContactAnswer {}

  /** Somebody is there and does not tell, or not in time: a replica that is busy or starting. */
  record Silent() implements ContactAnswer {}

  /** Nobody is there, or somebody who is none of us. */
  record Absent() implements ContactAnswer {}

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
