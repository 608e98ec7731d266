/**
 * How a shard is stored on several replicas: pure state machines, message in, messages out. No
 * actor, clock or I/O; confined to one thread each.
 */
@NullMarked
package dev.hachi.sharding.replication;

import org.jspecify.annotations.NullMarked;
