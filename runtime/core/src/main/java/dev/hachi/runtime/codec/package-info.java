/** The compact binary form of what is stored and of what travels between replicas. */
@NullMarked
package dev.hachi.runtime.codec;

import org.jspecify.annotations.NullMarked;
