/** A local OpenFaaS: the provider contract over processes of this machine. */
@NullMarked
package dev.hachi.openfaas.provider;

import org.jspecify.annotations.NullMarked;
