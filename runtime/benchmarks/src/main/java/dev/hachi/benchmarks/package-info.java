/** How long the steps of an invocation take. docs/benchmarks.md tells how to run them. */
@NullMarked
package dev.hachi.benchmarks;

import org.jspecify.annotations.NullMarked;
