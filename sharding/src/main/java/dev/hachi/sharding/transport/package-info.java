/** How replicas talk to each other: letters, many of which travel in one frame. */
@NullMarked
package dev.hachi.sharding.transport;

import org.jspecify.annotations.NullMarked;
