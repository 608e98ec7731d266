/** What a run is summed up to. */
@NullMarked
package dev.hachi.chaos.report;

import org.jspecify.annotations.NullMarked;
