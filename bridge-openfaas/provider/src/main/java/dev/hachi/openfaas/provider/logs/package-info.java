/** The replicas' output, as files and as a stream. */
@NullMarked
package dev.hachi.openfaas.provider.logs;

import org.jspecify.annotations.NullMarked;
