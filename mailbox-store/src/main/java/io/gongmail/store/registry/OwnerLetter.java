package io.gongmail.store.registry;

import java.time.Instant;

/**
 * One letter to an account's owner: ahead of something that ends, or after something was changed.
 *
 * @param about the id of the binding that it is about, or of the change; empty where it is about none
 * @param ends when that ends, or was changed
 * @param days how many days ahead it is told, as configured; 0 of a change
 * @param told what it tells besides, as the addresses of a forwarding; mostly empty
 */
public record OwnerLetter(
        Address account, Kind kind, String about, Instant ends, int days, Instant written, State state, String told) {
    /** One that tells nothing besides. */
    public OwnerLetter(Address account, Kind kind, String about, Instant ends, int days, Instant written, State state) {
        this(account, kind, about, ends, days, written, state, "");
    }

    /** What it tells. */
    public enum Kind {
        CERTIFICATE_ENDS,
        PASSWORD_ENDS,
        /** Nobody uses the account; {@code ends} is when it is suspended for that, or when it was written where it is not. */
        DORMANT,
        /** Mail is answered; {@code told} are the days. */
        VACATION_SET,
        /** Mail goes to the addresses {@code told} as well. */
        FORWARDED,
        /** Mail goes to the addresses {@code told}, and no copy is kept. */
        FORWARDED_WITHOUT_COPY,
        /** Mail goes to the addresses {@code told} no more. */
        NOT_FORWARDED,
        /** The active script sends mail to the addresses {@code told} as well, or in place of the mailbox. */
        SCRIPT_LEADS_ON,
        /** It sends mail to the addresses {@code told} no more. */
        SCRIPT_LEADS_NOWHERE,
        /** It failed for a mail, which was kept; {@code told} is why. */
        SCRIPT_FAILED,
        /** To a reviewer: an account of the agency, which {@code told} names, wants to go to another. */
        COLLEAGUE_LEAVES,
        /** To a reviewer: it has gone. */
        COLLEAGUE_LEFT,
        /** The mailbox of the closed account {@code told} is in this one. */
        HANDED_ON,
        /** The mailbox has reached a share of its limit; {@code told} is how much. */
        MAILBOX_FILLS,
        /** It has reached the limit. */
        MAILBOX_FULL;

        /** Whether it tells of what was changed, whatever comes after. */
        public boolean isOfChange() {
            return switch (this) {
                case CERTIFICATE_ENDS, PASSWORD_ENDS, DORMANT -> false;
                case VACATION_SET,
                        FORWARDED,
                        FORWARDED_WITHOUT_COPY,
                        NOT_FORWARDED,
                        SCRIPT_LEADS_ON,
                        SCRIPT_LEADS_NOWHERE,
                        SCRIPT_FAILED,
                        COLLEAGUE_LEAVES,
                        COLLEAGUE_LEFT,
                        HANDED_ON,
                        MAILBOX_FILLS,
                        MAILBOX_FULL -> true;
            };
        }
    }

    /** What became of it. */
    public enum State {
        /** To be sent. */
        WAITING,
        /** On its way to the mailbox. */
        SENT,
        /** Not sent: what it tells was over before. */
        DROPPED
    }
}
