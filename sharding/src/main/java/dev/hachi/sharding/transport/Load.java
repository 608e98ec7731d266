package dev.hachi.sharding.transport;

/**
 * What a replica has to carry at one moment.
 *
 * @param bytes what all copies on it take
 * @param bytesMax what they may take
 * @param inFlight requests of its function that have no answer yet
 * @param waiting invocations that wait behind others of their key
 * @param unsettled shards that are on their way to it, or of which copies are being made
 */
public record Load(long bytes, long bytesMax, long inFlight, long waiting, long unsettled) {}
