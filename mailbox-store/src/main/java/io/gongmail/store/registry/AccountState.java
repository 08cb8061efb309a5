package io.gongmail.store.registry;

/** Whether an account may be used. */
public enum AccountState {
    ACTIVE,
    /** Keeps receiving mail; nobody signs in. */
    SUSPENDED,
    /** For ever: neither the account nor its address is used again. */
    CLOSED;

    /** Whether an account may go from this state to {@code next}. */
    public boolean mayBecome(AccountState next) {
        return switch (this) {
            case ACTIVE -> next == SUSPENDED || next == CLOSED;
            case SUSPENDED -> next == ACTIVE || next == CLOSED;
            case CLOSED -> false;
        };
    }
}
