/** What of-watchdog counts, in the text that Prometheus reads. */
@NullMarked
package dev.hachi.watchdog.metrics;

import org.jspecify.annotations.NullMarked;
