/** Modes streaming and serializing: a process for each request. */
@NullMarked
package dev.hachi.watchdog.fork;

import org.jspecify.annotations.NullMarked;
