/** What is committed per key, and the store it goes to. */
@NullMarked
package dev.hachi.runtime.store;

import org.jspecify.annotations.NullMarked;
