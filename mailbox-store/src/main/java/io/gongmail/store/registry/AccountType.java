package io.gongmail.store.registry;

/** Whose account it is. */
public enum AccountType {
    /** One public official. */
    OFFICIAL,
    /** An agency, held by one named custodian. */
    AGENCY_REPRESENTATIVE,
    /** A system of an agency, answered for by one named custodian: it submits, and has neither password nor mailbox. */
    AGENCY_RELAY;

    /** Whether an application for such an account is approved by two different reviewers. */
    public boolean needsTwoReviewers() {
        return this == AGENCY_REPRESENTATIVE;
    }
}
