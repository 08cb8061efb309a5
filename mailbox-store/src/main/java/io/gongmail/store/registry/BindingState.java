package io.gongmail.store.registry;

import java.util.Arrays;
import java.util.List;

/** Whether a bound certificate opens its account. */
public enum BindingState {
    ACTIVE,
    /** Another certificate took its place. It goes on until {@link Binding#until}, and never becomes active again. */
    SUPERSEDED,
    /** Opens nothing until it is resumed: active as before, or superseded where it was. */
    SUSPENDED,
    /** Opens nothing ever again. */
    REVOKED;

    /** Whether a binding may go from this state to {@code next}. */
    public boolean mayBecome(BindingState next) {
        return switch (this) {
            case ACTIVE -> next == SUSPENDED || next == REVOKED || next == SUPERSEDED;
            case SUSPENDED -> next == ACTIVE || next == REVOKED || next == SUPERSEDED;
            case SUPERSEDED -> next == SUSPENDED || next == REVOKED;
            case REVOKED -> false;
        };
    }

    /** The names of the states from which one may become {@code next}. */
    static List<String> before(BindingState next) {
        return Arrays.stream(values())
                .filter(state -> state.mayBecome(next))
                .map(BindingState::name)
                .toList();
    }
}
