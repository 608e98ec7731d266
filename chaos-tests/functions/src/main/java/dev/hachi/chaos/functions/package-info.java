/** Functions that are put to the test; one jar has all but the releases of the ledger. */
@NullMarked
package dev.hachi.chaos.functions;

import org.jspecify.annotations.NullMarked;
