/** Functions that are put to the test; one jar has them all. */
@NullMarked
package dev.hachi.chaos.functions;

import org.jspecify.annotations.NullMarked;
