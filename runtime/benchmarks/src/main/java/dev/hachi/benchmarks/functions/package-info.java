/**
 * What {@code ./hachi bench} measures beside the samples: functions that call, remember much, set
 * timers.
 */
@NullMarked
package dev.hachi.benchmarks.functions;

import org.jspecify.annotations.NullMarked;
