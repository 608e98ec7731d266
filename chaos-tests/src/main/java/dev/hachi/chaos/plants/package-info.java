/** Bugs that are planted into replicas, to see that the checks find them. */
@NullMarked
package dev.hachi.chaos.plants;

import org.jspecify.annotations.NullMarked;
