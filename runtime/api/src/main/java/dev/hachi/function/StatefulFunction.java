package dev.hachi.function;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class of handlers over one state type: a function that remembers a value per key.
 *
 * <p>The class has a public constructor without parameters and a method {@code initial} that makes
 * the first state of a key: {@code S initial(String key)} or {@code S initial()}. One instance of
 * it serves all keys, so it must not keep mutable fields: invocations of different keys run at the
 * same time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StatefulFunction {
  /** The function's name, as OpenFaaS knows it: letters, digits, {@code -}, {@code _}. */
  String value();
}
