package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;

/** The frames of {@code stream} up to {@code number} have arrived, or never will. */
record FrameAck(Member from, long to, long stream, long number) implements Post.Command {}
