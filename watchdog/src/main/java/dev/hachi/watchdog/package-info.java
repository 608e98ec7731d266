/** The process that hosts a function: start, serve, drain, exit. */
@NullMarked
package dev.hachi.watchdog;

import org.jspecify.annotations.NullMarked;
