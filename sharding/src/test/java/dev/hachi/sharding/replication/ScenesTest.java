package dev.hachi.sharding.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Schedules by hand of what the simulation comes upon seldom: first right, then with a fault. */
class ScenesTest {
  @Test
  void an_unfinished_installation_leaves_the_sets_before_it_in_force() {
    assertThat(afterAnUnfinishedInstallation(new Rules())).isEqualTo(3);
    assertThat(afterAnUnfinishedInstallation(WrongRules.PRIOR_SETS_IGNORED.rules())).isEqualTo(1);
  }

  private static long afterAnUnfinishedInstallation(Rules rules) {
    var scene = new Scene(rules, "abcde").see("abc", "abc", "abc").write("a");
    assertThat(scene.written("a")).containsExactly(1L);

    // two come, of whom a does not hear; what d installs gets no further than e
    scene.loseInstalls("d", "bc").see("bcde", "abcde", "dec").wait("d");
    assertThat(scene.isOpen("d")).isFalse();

    // a is refused, acquires the shard again and stores another value
    scene.write("a").wait("a").write("a");
    assertThat(scene.written("a")).containsExactly(1L, 3L);

    // d is refused as well, and hears at first of the old copies nothing when it tries again
    scene.heal().repeat("d").cut("bc", "d").wait("d");
    scene.heal().wait("d");
    assertThat(scene.isOpen("d")).isTrue();
    return scene.memory("d");
  }

  @Test
  void who_misses_a_majority_of_the_old_copies_hears_everybody() {
    assertThat(afterMissingThatTheCopiesMoved(new Rules())).isEqualTo(2);
    assertThat(afterMissingThatTheCopiesMoved(WrongRules.DEGRADED_WITHOUT_HEARING_ALL.rules()))
        .isEqualTo(1);
  }

  private static long afterMissingThatTheCopiesMoved(Rules rules) {
    var scene = new Scene(rules, "abcde").see("abc", "abc", "abc").write("a");

    // the copies move while c hears nothing
    scene.part("c", "abde").see("abde", "abcde", "dec").wait("abd").write("d");
    assertThat(scene.written("d")).contains(2L);

    // c sees that the other two left of which it knows, and is to own the shard
    scene.crash("a").crash("b").see("cde", "cde", "ced").wait("c");
    scene.heal().wait("c");
    assertThat(scene.isOpen("c")).isTrue();
    return scene.memory("c");
  }

  @Test
  void entities_end_when_another_owned_the_shard_meanwhile() {
    assertThat(afterAnotherOwnerOfWhomNothingWasHeard(new Rules())).isEqualTo(2);
    assertThat(
            afterAnotherOwnerOfWhomNothingWasHeard(
                WrongRules.ENTITIES_KEPT_OVER_ANOTHER_OWNER.rules()))
        .isEqualTo(1);
  }

  private static long afterAnotherOwnerOfWhomNothingWasHeard(Rules rules) {
    var scene = new Scene(rules, "bcdz").see("bcz", "bcz", "zbc").write("z");

    // b takes over behind z's back
    scene.part("z", "bc").see("bc", "bcz", "bcz").wait("b").write("b");
    assertThat(scene.written("b")).contains(2L);

    // z, whose entities are active all the time, brings another copy in, under a higher ballot
    scene.see("dz", "bcdz", "zbd").heal().wait("z");
    assertThat(scene.isOpen("z")).isTrue();
    return scene.memory("z");
  }

  @Test
  void a_shard_is_settled_when_it_is_owned_and_stored_where_the_view_says() {
    var scene = new Scene(new Rules(), "abcd");
    assertThat(scene.see("bc", "bc", "bc").wait("bc").isSettled("b")).isTrue();

    // d is to store it, and hears nothing: settled for it, but not for the owner
    scene.part("d", "bc").see("bcd", "bcd", "bd").wait("bcd");
    assertThat(scene.isSettled("b")).isFalse();
    assertThat(scene.isSettled("d")).isTrue();
    assertThat(scene.heal().wait("bcd").isSettled("b")).isTrue();

    // a is to own it, and b cannot hand it over
    scene.part("a", "bcd").see("abcd", "abcd", "ad").wait("abcd");
    assertThat(scene.isSettled("a")).isFalse();
    assertThat(scene.isSettled("b")).isFalse();
    scene.heal().wait("abcd");
    assertThat(scene.isSettled("a")).isTrue();
    assertThat(scene.isSettled("b")).isTrue();
  }

  /** An owner died after its Copy and before its Install; the one copy with the data then left. */
  @Test
  void one_that_alone_has_a_copy_stays_until_others_have_it() {
    var scene = afterAnOwnerDiedBeforeItsInstall(new Rules());
    assertThat(scene.isNeeded("b")).isTrue();
    scene.see("cd", "bcd", "cd").wait("c");
    assertThat(scene.memory("c")).isEqualTo(1);
    assertThat(scene.isNeeded("b")).isFalse();

    var wrong = WrongRules.LEAVES_WITH_THE_ONLY_COPY.rules();
    assertThat(afterAnOwnerDiedBeforeItsInstall(wrong).isNeeded("b")).isFalse();
  }

  private static Scene afterAnOwnerDiedBeforeItsInstall(Rules rules) {
    var scene = new Scene(rules, "abcd").see("a", "a", "a").write("a");
    scene.loseInstalls("a", "b").see("b", "ab", "ab").see("a", "ab", "ab").wait("a");
    return scene.crash("a").see("b", "bcd", "cd");
  }
}
