package dev.hachi.sharding.transport;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;

/**
 * What travels as one message of Pekko's: a part of a bundle of letters. The frames of a stream are
 * numbered from 0; a new stream begins when the sender has given up on the last one.
 *
 * @param from the sender
 * @param to the uid of the member it is for: another one at the same address ignores it
 * @param first whether a bundle begins with it
 * @param last whether a bundle ends with it
 */
record Frame(
    Member from, long to, long stream, long number, boolean first, boolean last, Bytes content)
    implements Post.Command {}
