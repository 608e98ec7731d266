/** The smallest stateful function: a number per key. */
@NullMarked
package dev.hachi.samples.counter;

import org.jspecify.annotations.NullMarked;
