/** What operators may ask a running watchdog, knowing its token. */
@NullMarked
package dev.hachi.watchdog.admin;

import org.jspecify.annotations.NullMarked;
