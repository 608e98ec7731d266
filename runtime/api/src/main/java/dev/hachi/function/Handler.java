package dev.hachi.function;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that answers one message: {@code (state [, message] [, Context]) -> Effect or reply}.
 *
 * <p>A handler that returns an {@link Effect} may change the state; one that returns anything else
 * only reads it. The message is decoded from JSON into the parameter's type, or is the whole {@link
 * Request}. Handlers run on virtual threads and may block; invocations of one key never overlap. A
 * handler that throws changes nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Handler {
  /** The handler's name in the URL; the method's name when empty. */
  String value() default "";
}
