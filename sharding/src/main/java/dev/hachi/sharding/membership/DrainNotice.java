package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Member;

/** {@code member} tells that it is on its way out. */
record DrainNotice(Member member) implements MembershipActor.Command {}
