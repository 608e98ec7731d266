/** What survives a restart, in SQLite. */
@NullMarked
package dev.hachi.openfaas.provider.store;

import org.jspecify.annotations.NullMarked;
