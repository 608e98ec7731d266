/** What placement and hand-over would cost in clusters that are larger than any machine here. */
@NullMarked
package dev.hachi.sharding.forecast;

import org.jspecify.annotations.NullMarked;
