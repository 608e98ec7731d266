/** State for functions in any language: their process is the code of an entity. */
@NullMarked
package dev.hachi.watchdog.stateful;

import org.jspecify.annotations.NullMarked;
