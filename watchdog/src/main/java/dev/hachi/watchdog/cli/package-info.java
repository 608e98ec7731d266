/** The command line of people; a container starts {@link dev.hachi.watchdog.Watchdog} itself. */
@NullMarked
package dev.hachi.watchdog.cli;

import org.jspecify.annotations.NullMarked;
