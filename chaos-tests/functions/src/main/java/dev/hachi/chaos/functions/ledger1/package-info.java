/** The first release of a function that is updated while it runs. */
@NullMarked
package dev.hachi.chaos.functions.ledger1;

import org.jspecify.annotations.NullMarked;
