package io.gongmail.server.imap;

/**
 * How much one connection may make us hold.
 *
 * @param lineLength octets of one command without its literals
 * @param literalsBeforeSignIn octets of all literals together before sign-in
 * @param literal octets of all literals of one command after sign-in
 */
record CommandBounds(int lineLength, int literalsBeforeSignIn, int literal) {}
