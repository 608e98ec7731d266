package dev.hachi.sharding.membership;

/** A member tells that records of {@code function} need code that knows {@code stateVersion}. */
record NeedNotice(String function, int stateVersion) implements MembershipActor.Command {}
