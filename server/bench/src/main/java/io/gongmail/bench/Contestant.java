package io.gongmail.bench;

/**
 * A running server that is measured.
 *
 * @param name for messages
 * @param port of IMAP over TLS on 127.0.0.1
 * @param process its first process: it and all below it are the server
 */
record Contestant(String name, int port, long process) {}
