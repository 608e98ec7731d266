/** Two functions that work together: carts that expire, and the orders that they become. */
@NullMarked
package dev.hachi.samples.cart;

import org.jspecify.annotations.NullMarked;
