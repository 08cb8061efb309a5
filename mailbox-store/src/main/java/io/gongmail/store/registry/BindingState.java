package io.gongmail.store.registry;

/** Whether a bound certificate opens its account. */
public enum BindingState {
    ACTIVE,
    /** Replaced by a renewed certificate; final. */
    SUPERSEDED,
    /** Opens nothing until it is resumed. */
    SUSPENDED,
    /** Opens nothing ever again. */
    REVOKED;

    /** Whether a binding may go from this state to {@code next}. */
    public boolean mayBecome(BindingState next) {
        return switch (this) {
            case ACTIVE -> next == SUSPENDED || next == REVOKED || next == SUPERSEDED;
            case SUSPENDED -> next == ACTIVE || next == REVOKED;
            case SUPERSEDED, REVOKED -> false;
        };
    }
}
