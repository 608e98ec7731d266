/** Asks the gateway for more replicas of a function before they are full, and for fewer later. */
@NullMarked
package dev.hachi.openfaas.scaler;

import org.jspecify.annotations.NullMarked;
