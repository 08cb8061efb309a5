package io.gongmail.store.registry;

import java.time.Instant;

/**
 * One change of state of an application.
 *
 * @param version the version it led to
 * @param actor who made it: {@code applicant}, an address, or {@link Decision#INSTALLATION}
 * @param reason given by the actor; may be empty
 */
public record HistoryEntry(
        int version, ApplicationState from, ApplicationState to, String actor, Instant at, String reason) {}
