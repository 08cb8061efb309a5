package io.gongmail.server.delivery;

import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Where an account's mail may be forwarded to. Asked when forwarding is set and again for each mail, since policy, agencies and
 * mailboxes change in between. As thread-safe as the look-ups it is given.
 */
public final class ForwardingPolicy {
    private final ForwardingConfig config;
    private final Set<String> served;
    private final LocalRecipients recipients;
    private final Function<String, Set<String>> agencyDomains;
    private final boolean elsewhere;

    /**
     * @param served domains whose mail is delivered here
     * @param agencyDomains of an agency, by its code
     * @param elsewhere whether mail to other servers goes anywhere
     */
    public ForwardingPolicy(
            ForwardingConfig config,
            Set<String> served,
            LocalRecipients recipients,
            Function<String, Set<String>> agencyDomains,
            boolean elsewhere) {
        this.config = config;
        this.served = Set.copyOf(served);
        this.recipients = recipients;
        this.agencyDomains = agencyDomains;
        this.elsewhere = elsewhere;
    }

    /** Whether owners may have mail forwarded at all. */
    public boolean isOpen() {
        return config.to() != ForwardingConfig.Reach.OFF;
    }

    /** How many addresses an account's mail may go to. */
    public int most() {
        return config.most();
    }

    /** How far it may go. */
    public ForwardingConfig.Reach reach() {
        return config.to();
    }

    /** The domains that mail of {@code owner} may go to, in order; none where it is not by them that it is decided. */
    public SortedSet<String> domains(Account owner) {
        return switch (config.to()) {
            case OFF, LOCAL -> new TreeSet<>();
            case AGENCY -> new TreeSet<>(agencyDomains.apply(owner.agency()));
            case DOMAINS -> new TreeSet<>(config.domains());
        };
    }

    /** Why mail of {@code owner} may not go to that address, as a code of the table of words; empty where it may. */
    public Optional<String> objection(Account owner, Address to) {
        if (!isOpen() || owner.type() == AccountType.AGENCY_RELAY) {
            return Optional.of("G-425");
        }
        if (to.equals(owner.address())) {
            return Optional.of("G-426");
        }
        boolean isAllowed = switch (config.to()) {
            case OFF -> false;
            case LOCAL -> isHere(to);
            case AGENCY, DOMAINS -> domains(owner).contains(to.domain());
        };
        if (!isAllowed) {
            return Optional.of("G-427");
        }
        if (isHere(to)) {
            return recipients.hasMailbox(to) ? Optional.empty() : Optional.of("G-428");
        }
        return elsewhere ? Optional.empty() : Optional.of("G-429");
    }

    /** Whether mail to other servers goes anywhere. */
    boolean goesElsewhere() {
        return elsewhere;
    }

    /** Whether an address is one of this server's, whether there is such a mailbox or not. */
    boolean isHere(Address address) {
        return isHere(address.domain());
    }

    /** Whether mail for a domain, in lower case, is delivered here. */
    boolean isHere(String domain) {
        return served.contains(domain);
    }
}
