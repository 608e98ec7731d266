/** Mode http: requests pass to a process that speaks HTTP, and its answers pass back. */
@NullMarked
package dev.hachi.watchdog.proxy;

import org.jspecify.annotations.NullMarked;
