/**
 * What is known of revocation: lists from files. Invariant: a set of lists is swapped whole, and a set that cannot be
 * read leaves the one in hand.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.revocation;
