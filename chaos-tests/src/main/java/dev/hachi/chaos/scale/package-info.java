/** How throughput, latency, memory and hand-over change with replicas, keys and load. */
@NullMarked
package dev.hachi.chaos.scale;

import org.jspecify.annotations.NullMarked;
