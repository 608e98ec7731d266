package dev.hachi.watchdog.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What of-watchdog's own modes share.
 *
 * @param lockFile exists while this replica accepts requests
 * @param suppressLock whether the lock file is neither written nor asked for
 * @param readyPath asked of the function by a readiness probe; null asks nothing
 * @param prefixLogs whether a line of the function's process gets a time and the stream's name
 * @param lineMax the longest line of the function's process, in bytes; longer ones are parted
 * @param bufferMax the largest body that is kept in memory, in bytes
 */
public record PlainSettings(
    Path lockFile,
    boolean suppressLock,
    @Nullable String readyPath,
    boolean prefixLogs,
    int lineMax,
    int bufferMax) {}
