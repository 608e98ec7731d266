/**
 * What of-watchdog counts, what the runtime tells and what the JVM uses, as Prometheus reads it.
 */
@NullMarked
package dev.hachi.watchdog.metrics;

import org.jspecify.annotations.NullMarked;
