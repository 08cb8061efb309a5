package io.gongmail.server.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** {@code [sharing]}: when the use of one account looks like that of several people, or of a thief, and what follows. */
public record SharingConfig(
        SharingPolicy policy,
        int maxPlaces,
        int maxClients,
        Duration window,
        NewPlacePolicy newPlace,
        List<Network> sites,
        List<Network> exempt) {
    /** What is near: the addresses a provider gives to one town change within it. */
    private static final int NEAR_4 = 16;

    private static final int NEAR_6 = 32;

    static SharingConfig from(Section sharing) {
        return new SharingConfig(
                sharing.choice(
                        "policy",
                        SharingPolicy.WARN,
                        "What follows when an account is used from more places or by more programs than allowed: report"
                                + " tells the audit trail, warn also owner and administrators by mail, limit also refuses"
                                + " the sign-in that was one too many."),
                sharing.count(
                        "max-places",
                        3,
                        1,
                        100,
                        "Places at the same time: an office, a home, a phone on its way. A place is one of the sites, or"
                                + " a /16 of IPv4 or /32 of IPv6."),
                sharing.count(
                        "max-clients",
                        5,
                        1,
                        100,
                        "Mail programs at the same time, as they name themselves (RFC 2971)."),
                sharing.duration(
                        "window",
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        "What is used within this time, or still open, is used at the same time."),
                sharing.choice(
                        "new-place",
                        NewPlacePolicy.TELL,
                        "What follows the first use from a new place or by a new mail program: nothing; tell the owner by"
                                + " mail; or hold it until an administrator confirms it, and tell the owner."),
                sharing.entries(
                        "sites",
                        Network.ALLOWED,
                        Network::parse,
                        "Networks each of which is one place, as those of a government network."),
                sharing.entries(
                        "exempt",
                        Network.ALLOWED,
                        Network::parse,
                        "Networks from which any use is taken, as those of web gateways."));
    }

    public boolean isExempt(InetAddress address) {
        return exempt.stream().anyMatch(network -> network.contains(address));
    }

    /** The place an address is of. */
    public Network place(InetAddress address) {
        return sites.stream()
                .filter(network -> network.contains(address))
                .findFirst()
                .orElseGet(() -> Network.around(address, NEAR_4, NEAR_6));
    }
}
