/** Whether what was answered may be. */
@NullMarked
package dev.hachi.chaos.checker;

import org.jspecify.annotations.NullMarked;
