/** The second release of a function that is updated while it runs. */
@NullMarked
package dev.hachi.chaos.functions.ledger2;

import org.jspecify.annotations.NullMarked;
