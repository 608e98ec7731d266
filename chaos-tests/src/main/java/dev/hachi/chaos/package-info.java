/** Scenarios: a cluster of real processes, under load and faults, whose promises are checked. */
@NullMarked
package dev.hachi.chaos;

import org.jspecify.annotations.NullMarked;
