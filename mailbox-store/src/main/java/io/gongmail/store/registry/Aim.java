package io.gongmail.store.registry;

import java.util.Optional;
import java.util.UUID;

/** What an application asks for. */
public sealed interface Aim {
    /** An account. */
    record NewAccount() implements Aim {}

    /**
     * Another certificate for an account that is open.
     *
     * @param replaced the binding whose place it takes; empty where the account has none that stands
     */
    record NewCertificate(Optional<UUID> replaced) implements Aim {}

    /**
     * That an account that is open goes to another agency.
     *
     * @param account its address as it is
     */
    record NewAgency(Address account) implements Aim {}
}
