/** How entities call functions that are reached over the OpenFaaS gateway. */
@NullMarked
package dev.hachi.openfaas.gateway;

import org.jspecify.annotations.NullMarked;
