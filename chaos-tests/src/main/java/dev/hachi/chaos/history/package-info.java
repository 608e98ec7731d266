/** What was asked and answered, and when. */
@NullMarked
package dev.hachi.chaos.history;

import org.jspecify.annotations.NullMarked;
