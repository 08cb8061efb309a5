package io.gongmail.store.mail.mailbox;

/**
 * Something to be settled with one member of a notice's audience: a copy to be made, or taken where the notice is recalled.
 *
 * @param owner who the member was when this was read
 */
public record Owed(long notice, int member, String owner) {}
