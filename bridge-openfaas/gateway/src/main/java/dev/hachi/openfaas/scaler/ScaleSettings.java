package dev.hachi.openfaas.scaler;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whom a {@link Scaler} asks, about what and how often.
 *
 * @param gateway its URL, without a slash at the end
 * @param user who asks
 * @param passwordFile with the user's password, read for each request; null to ask without
 * @param every from one look at the replicas to the next
 */
public record ScaleSettings(
    URI gateway,
    String function,
    String namespace,
    String user,
    @Nullable Path passwordFile,
    Duration every,
    ScaleRules rules) {}
