/** Who may invoke a function: OpenFaaS' access tokens. */
@NullMarked
package dev.hachi.watchdog.jwt;

import org.jspecify.annotations.NullMarked;
