/** The author's class, bound: what its handlers take and how its state is stored. */
@NullMarked
package dev.hachi.runtime.function;

import org.jspecify.annotations.NullMarked;
