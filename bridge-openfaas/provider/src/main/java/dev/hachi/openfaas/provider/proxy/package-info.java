/** The way of a call to a ready replica. */
@NullMarked
package dev.hachi.openfaas.provider.proxy;

import org.jspecify.annotations.NullMarked;
