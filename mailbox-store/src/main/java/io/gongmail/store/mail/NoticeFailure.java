package io.gongmail.store.mail;

/** Why somebody does not get a notice. */
public enum NoticeFailure {
    /** The account's mailboxes were handed on to somebody else, or erased, before its turn came. */
    NO_MAILBOX
}
