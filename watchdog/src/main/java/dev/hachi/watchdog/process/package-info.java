/** The function's processes: their start, their output, their end. */
@NullMarked
package dev.hachi.watchdog.process;

import org.jspecify.annotations.NullMarked;
