/** What the options of all commands have in common. */
@NullMarked
package dev.hachi.chaos.options;

import org.jspecify.annotations.NullMarked;
