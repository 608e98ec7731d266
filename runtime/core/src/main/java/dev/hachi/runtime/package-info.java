/**
 * The entity runtime: one live instance per key, one invocation at a time, committed before
 * replied.
 */
@NullMarked
package dev.hachi.runtime;

import org.jspecify.annotations.NullMarked;
