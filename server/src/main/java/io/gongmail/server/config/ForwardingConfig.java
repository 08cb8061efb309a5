package io.gongmail.server.config;

import io.gongmail.store.registry.Forwarding;
import java.util.List;
import java.util.Optional;

/** {@code [forwarding]}: where owners may have their mail forwarded to. */
public record ForwardingConfig(Reach to, List<String> domains, int most) {
    private static final String DOMAIN = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+";

    /** How far mail may go. */
    public enum Reach {
        /** Nowhere. */
        OFF,
        /** To addresses in domains of the owner's own agency. */
        AGENCY,
        /** To mailboxes of this server. */
        LOCAL,
        /** To addresses in domains that the configuration names. */
        DOMAINS
    }

    static ForwardingConfig from(Section forwarding) {
        ForwardingConfig config = new ForwardingConfig(
                forwarding.choice(
                        "to",
                        Reach.OFF,
                        "Where an account's owner may have mail forwarded to: off nowhere, agency addresses in the domains of"
                                + " the owner's own agency, local mailboxes of this server, domains those named below. It is"
                                + " asked when forwarding is set and again for each mail: what is not allowed any more is not"
                                + " forwarded but kept. Addresses that are not this server's need [outbound]."),
                forwarding.entries(
                        "domains",
                        "domains separated by commas, in lower case",
                        text -> text.length() <= 253 && text.matches(DOMAIN) ? Optional.of(text) : Optional.empty(),
                        "The domains, exactly as they stand after the @, where to = domains."),
                forwarding.count(
                        "addresses", 3, 1, Forwarding.MOST, "How many addresses one account's mail may go to."));
        if (config.to() == Reach.DOMAINS && config.domains().isEmpty()) {
            forwarding.problem("domains", "names none", "name those that to = domains speaks of");
        }
        return config;
    }
}
