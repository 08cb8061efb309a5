/**
 * Files of keys, each for one kind of data.
 *
 * <p>Invariant: a key file is readable by the server's user alone or not read at all, and at each moment holds the keys before a
 * change or those after it, whole. No key is ever in a message or a log.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.keys;
