package dev.hachi.openfaas.scaler;

import java.time.Duration;

/**
 * When there should be more replicas, and when fewer.
 *
 * @param up the share of what replicas may carry from which on there should be more
 * @param down the share below which one fewer would have to stay; less than {@code up}
 * @param inFlightMax requests in flight with which a replica is full; 0 to leave them out
 * @param waitingMax waiting invocations with which a replica is full; 0 to leave them out
 * @param pause after each decision, at least
 * @param calm how long one fewer must have been enough
 */
public record ScaleRules(
    double up, double down, long inFlightMax, long waitingMax, Duration pause, Duration calm) {}
