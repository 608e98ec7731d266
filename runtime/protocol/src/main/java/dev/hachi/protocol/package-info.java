/**
 * The process protocol: how a function in any language gets an invocation with its state, and what
 * it answers. {@code PROTOCOL.md} says it in words.
 */
@NullMarked
package dev.hachi.protocol;

import org.jspecify.annotations.NullMarked;
