/**
 * Who is in the cluster: joining, crash detection, draining, and the way out. Pekko Cluster keeps
 * the members; {@link dev.hachi.sharding.membership.Membership} tells of them.
 */
@NullMarked
package dev.hachi.sharding.membership;

import org.jspecify.annotations.NullMarked;
