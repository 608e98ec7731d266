/** From bytes on a socket to invocations, and from outcomes back to bytes. */
@NullMarked
package dev.hachi.watchdog.http;

import org.jspecify.annotations.NullMarked;
