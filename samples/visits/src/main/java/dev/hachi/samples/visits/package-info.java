/** A function that tells and asks a function of another deployment. */
@NullMarked
package dev.hachi.samples.visits;

import org.jspecify.annotations.NullMarked;
