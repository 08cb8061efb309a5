/** What is particular to the Korean administrative PKI. Invariant: each of its object identifiers stands here once. */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.gpki;
