/** The HTTP surface: routes, passwords, answers. */
@NullMarked
package dev.hachi.openfaas.provider.rest;

import org.jspecify.annotations.NullMarked;
