package dev.hachi.openfaas.scaler;

/**
 * What one replica has to carry.
 *
 * @param bytes what it stores
 * @param bytesMax what it may store, more than 0
 * @param inFlight requests that have no answer yet
 * @param waiting invocations that wait behind others of their key
 */
public record ReplicaLoad(long bytes, long bytesMax, long inFlight, long waiting) {}
