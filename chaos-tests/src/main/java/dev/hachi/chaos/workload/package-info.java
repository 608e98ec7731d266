/** The callers: adds at a fixed rate, and the list of healthy replicas that they choose from. */
@NullMarked
package dev.hachi.chaos.workload;

import org.jspecify.annotations.NullMarked;
