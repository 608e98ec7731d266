/** Who may speak to a replica: TLS between replicas, and how refusals are logged. */
@NullMarked
package dev.hachi.sharding.guard;

import org.jspecify.annotations.NullMarked;
