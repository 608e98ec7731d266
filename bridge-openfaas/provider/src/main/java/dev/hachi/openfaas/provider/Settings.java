package dev.hachi.openfaas.provider;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider runs.
 *
 * @param host where it listens
 * @param port for clients; 0 takes a free one
 * @param providerPort for a gateway; null for none
 * @param data all that it keeps
 * @param root of the checkout with the built watchdog
 * @param folder where relative paths of images begin
 * @param timeout of a call, up to the head of its answer
 */
public record Settings(
    InetAddress host,
    int port,
    @Nullable Integer providerPort,
    Path data,
    Path root,
    Path folder,
    Duration timeout) {}
