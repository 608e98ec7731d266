package dev.hachi.watchdog.http;

import dev.hachi.watchdog.admin.AdminApi;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the metrics port shows beside of-watchdog's own metrics.
 *
 * @param metrics the runtime's, shown after of-watchdog's
 * @param contact what replicas that look for a cluster are told; empty when there is nothing
 * @param admin what operators may ask; null for nothing
 */
public record Operators(
    Supplier<String> metrics, Supplier<Optional<String>> contact, @Nullable AdminApi admin) {}
