/**
 * Proves the replication on thousands of hostile schedules a second: one thread, virtual time, and
 * everything random drawn from one seed, so that a seed that fails can be looked at.
 */
@NullMarked
package dev.hachi.sharding.simulation;

import org.jspecify.annotations.NullMarked;
