package io.gongmail.store.registry;

/** Whether an account may be used. */
public enum AccountState {
    ACTIVE,
    /** Keeps receiving mail; nobody signs in. */
    SUSPENDED,
    /** For ever; its address may become another's once it has rested ({@link ClosedAccounts}). */
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
