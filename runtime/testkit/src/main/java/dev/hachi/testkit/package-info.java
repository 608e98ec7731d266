/** The test kit for authors: functions, their messages and timers, without a server. */
@NullMarked
package dev.hachi.testkit;

import org.jspecify.annotations.NullMarked;
