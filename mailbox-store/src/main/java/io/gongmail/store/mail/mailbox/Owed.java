package io.gongmail.store.mail.mailbox;

/**
 * Something to be settled with one member of a notice's audience: a copy to be made, or taken where the notice is recalled.
 *
 * @param owner who the member was when this was read
 * @param isToBeTaken whether the notice was recalled when this was read; what is done is what holds when it is settled
 */
public record Owed(long notice, int member, String owner, boolean isToBeTaken) {}
