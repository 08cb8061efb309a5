package io.gongmail.server.delivery;

import java.util.Set;

/**
 * What a sender asked to be told of one recipient (RFC 3461 §4.1, §4.2).
 *
 * @param events of which they are told; none for NEVER
 * @param originalRecipient address type, semicolon and xtext, as it was given; empty where it was not
 */
public record NotificationRequest(Set<Event> events, String originalRecipient) {
    /** Where nothing was said (RFC 3461 §4.1). */
    public static final NotificationRequest USUAL = new NotificationRequest(Set.of(Event.FAILURE), "");

    /** What a sender may be told of. */
    public enum Event {
        SUCCESS,
        FAILURE,
        DELAY
    }

    public NotificationRequest {
        events = Set.copyOf(events);
    }
}
