/** Calls that are accepted first and made later. */
@NullMarked
package dev.hachi.openfaas.provider.async;

import org.jspecify.annotations.NullMarked;
