/** The processes: which should run, which do, and where they answer. */
@NullMarked
package dev.hachi.openfaas.provider.replicas;

import org.jspecify.annotations.NullMarked;
