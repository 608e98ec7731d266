package dev.hachi.runtime;

import dev.hachi.function.Request;
import java.time.Instant;

/**
 * One message for one handler of one entity.
 *
 * @param id the same id takes effect once per address and handler
 * @param lasting whether the caller chose the id and may repeat it later; otherwise nobody can
 *     repeat it after the deadline
 * @param deadline when the caller stops waiting
 */
public record Invocation(
    String id,
    boolean lasting,
    Address address,
    String handler,
    Request message,
    Instant deadline) {}
