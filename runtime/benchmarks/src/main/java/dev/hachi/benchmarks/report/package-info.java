/** What was measured: figures, ratios, comparison, table and page. */
@NullMarked
package dev.hachi.benchmarks.report;

import org.jspecify.annotations.NullMarked;
