package io.gongmail.store.registry;

/** The states of {@link Application}, one for each of its cases. */
public enum ApplicationState {
    DRAFT,
    CONSENTED,
    VERIFIED,
    COMPLETED,
    SUBMITTED,
    APPROVED,
    RETURNED,
    REJECTED,
    PROVISIONED
}
