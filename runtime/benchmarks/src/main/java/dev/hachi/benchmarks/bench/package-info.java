/** The command {@code ./hachi bench}: its options, its scenarios and what they run on. */
@NullMarked
package dev.hachi.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
