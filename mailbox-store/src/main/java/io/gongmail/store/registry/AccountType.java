package io.gongmail.store.registry;

/** Whose account it is. */
public enum AccountType {
    /** One public official. */
    OFFICIAL,
    /** An agency, held by one named custodian. */
    AGENCY_REPRESENTATIVE
}
