/** Mode static: the files of a folder, as Go's file server serves them. */
@NullMarked
package dev.hachi.watchdog.files;

import org.jspecify.annotations.NullMarked;
