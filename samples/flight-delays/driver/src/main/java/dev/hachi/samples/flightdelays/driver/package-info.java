/**
 * A client of the function: replays the flights of a file over HTTP. It knows nothing of Hachi but
 * the URL, and nothing but the JDK, so that Java can run it from its sources.
 */
@NullMarked
package dev.hachi.samples.flightdelays.driver;

import org.jspecify.annotations.NullMarked;
