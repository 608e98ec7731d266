/** The processes, and what is done to them. */
@NullMarked
package dev.hachi.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
