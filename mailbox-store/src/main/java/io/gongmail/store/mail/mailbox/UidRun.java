package io.gongmail.store.mail.mailbox;

/** UIDs of one mailbox from the first to the last, both included. */
public record UidRun(long first, long last) {}
