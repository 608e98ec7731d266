package dev.hachi.watchdog;

import org.jspecify.annotations.Nullable;

/**
 * Which of several functions answers HTTP. The first that is set decides; a likely name that no
 * function has decides nothing.
 *
 * @param className the class
 * @param name the name in the annotation; a jar's only function may have any other
 * @param likely a name that nobody asked for, such as the folder's
 */
record FunctionChoice(@Nullable String className, @Nullable String name, @Nullable String likely) {
  /** The only function there is. */
  static final FunctionChoice NONE = new FunctionChoice(null, null, null);
}
