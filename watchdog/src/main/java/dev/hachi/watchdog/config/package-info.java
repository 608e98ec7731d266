/** The environment variables, read once and checked. */
@NullMarked
package dev.hachi.watchdog.config;

import org.jspecify.annotations.NullMarked;
