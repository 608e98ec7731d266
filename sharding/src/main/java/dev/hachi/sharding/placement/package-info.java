/** Which replica runs a shard, and which ones store it. Pure. */
@NullMarked
package dev.hachi.sharding.placement;

import org.jspecify.annotations.NullMarked;
