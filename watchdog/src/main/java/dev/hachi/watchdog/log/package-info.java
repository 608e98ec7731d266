/** How an event becomes one line of the log. */
@NullMarked
package dev.hachi.watchdog.log;

import org.jspecify.annotations.NullMarked;
