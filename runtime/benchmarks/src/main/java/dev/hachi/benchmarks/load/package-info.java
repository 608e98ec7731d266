/** Asks HTTP servers as quickly as they answer, and counts. */
@NullMarked
package dev.hachi.benchmarks.load;

import org.jspecify.annotations.NullMarked;
