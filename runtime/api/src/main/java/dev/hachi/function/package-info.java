/**
 * All that a function's author imports: annotations, {@code Effect}, and what comes in and goes
 * out.
 */
@NullMarked
package dev.hachi.function;

import org.jspecify.annotations.NullMarked;
