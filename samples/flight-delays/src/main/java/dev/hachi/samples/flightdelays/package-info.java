/** Delays of flights, summed up per airport of departure. */
@NullMarked
package dev.hachi.samples.flightdelays;

import org.jspecify.annotations.NullMarked;
