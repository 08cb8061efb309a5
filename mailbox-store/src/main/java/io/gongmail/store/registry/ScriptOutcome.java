package io.gongmail.store.registry;

/** What became of a change of an account's Sieve scripts. */
public enum ScriptOutcome {
    DONE,
    /** There is no script of that name. */
    NONE,
    /** There is one of that name already. */
    EXISTS,
    /** It is the active one, which cannot be deleted (RFC 5804 §2.10). */
    ACTIVE,
    /** There are as many as an account may have. */
    TOO_MANY,
    /** It is longer than a script may be. */
    TOO_LONG,
    /** There is no such account, or it is closed. */
    NO_ACCOUNT
}
