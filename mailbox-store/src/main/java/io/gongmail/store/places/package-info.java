/**
 * From where was an account used? For its owner and the administrators to see, and for sign-in to notice what is new.
 *
 * <p>Invariant: an account has at most 200 places, the ones seen last; what was held stays so until somebody confirms it.
 *
 * <pre>
 * place (account, certificate, network, client) first and last time, KNOWN or HELD
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.places;
