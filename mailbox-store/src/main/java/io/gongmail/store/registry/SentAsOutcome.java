package io.gongmail.store.registry;

/** What became of giving somebody the right to send in the name of an account. */
public enum SentAsOutcome {
    GIVEN,
    /** Had it before; nothing is changed. */
    HELD,
    /** One of the two is not there, or closed. */
    NO_ACCOUNT,
    /** What is sent as is no role's account, or who is to send is no person. */
    NOT_A_ROLE,
    /** They are of different agencies. */
    ANOTHER_AGENCY,
    /** {@link SentAs#MOST} have it. */
    TOO_MANY
}
