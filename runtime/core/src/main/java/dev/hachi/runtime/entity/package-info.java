/** The live instances: one invocation at a time, committed before replied. */
@NullMarked
package dev.hachi.runtime.entity;

import org.jspecify.annotations.NullMarked;
