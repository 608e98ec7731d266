/** Replicas of functions as one cluster: placement, replication, membership. */
@NullMarked
package dev.hachi.sharding;

import org.jspecify.annotations.NullMarked;
