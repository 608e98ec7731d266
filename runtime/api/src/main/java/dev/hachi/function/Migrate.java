package dev.hachi.function;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that upgrades stored state by one version: {@code Newer migrate(Older old)}.
 *
 * <p>State is stored with a version number: 1 for a function without migrations, else one above the
 * highest {@code from}. The migrations of a function start at 1 without gaps; each takes what the
 * one before it returns, and the last returns the state type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Migrate {
  /** The stored version that this method understands, 1 or more. */
  int from();
}
