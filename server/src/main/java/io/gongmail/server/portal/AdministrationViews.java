package io.gongmail.server.portal;

import java.util.List;
import java.util.Map;

/** What administrators' pages show. Values. */
public final class AdministrationViews {
    private AdministrationViews() {}

    /**
     * The installation as it is now.
     *
     * @param queues mails that wait, by queue
     * @param holders addresses by role
     */
    public record Overview(
            List<Source> sources, Map<String, Long> queues, List<Waiting> waiting, Map<String, List<String>> holders) {
        public Overview {
            sources = List.copyOf(sources);
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * A revocation list or a responder.
     *
     * @param state in lower case, as {@code pki status} tells it
     * @param alarming whether somebody has to see to it
     * @param issuer empty of a responder
     * @param from the file or address
     * @param until when its list ends; empty where there is none
     * @param failure why it cannot be had; empty where it can
     */
    public record Source(String state, boolean alarming, String issuer, String from, String until, String failure) {}

    /** Applications in one state. */
    public record Waiting(String state, long applications) {}
}
