package io.gongmail.server.config;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code [directory]}: the address book that mail programs ask, LDAP over TLS. */
public record DirectoryConfig(
        Doors doors,
        String address,
        int port,
        int maxSessions,
        int maxSessionsPerAddress,
        String suffix,
        Visibility visibility,
        Set<PersonDetail> shows,
        int sizeLimit,
        Duration timeLimit,
        Duration refresh,
        Duration idleTimeout,
        Duration timeToSignIn) {
    static final String SUFFIX = "o=Government of Korea,c=KR";

    public DirectoryConfig {
        shows = Set.copyOf(shows);
    }

    static DirectoryConfig from(Section directory) {
        DirectoryConfig config = new DirectoryConfig(
                directory.choice("doors", Doors.CLOSED, "Whether the directory is open."),
                directory.text("address", "0.0.0.0", "The address to listen on."),
                directory.count("port", 636, 0, 65_535, "The port; 0 takes a free one."),
                directory.count("max-sessions", 2_000, 1, 100_000, "Connections at once."),
                directory.count("max-sessions-per-address", 50, 1, 100_000, "Connections at once from one address."),
                directory.text(
                        "suffix",
                        SUFFIX,
                        "The name at the top of the tree, below which agencies, units and people stand; it begins with o=."),
                directory.choice(
                        "visibility",
                        Visibility.ALL,
                        "Whom a person finds: all, or only people and units of the own agency."),
                EnumSet.copyOf(directory.choices(
                        "shows", List.of(PersonDetail.values()), "What is told of a person besides the mail address.")),
                directory.count(
                        "size-limit", 500, 1, 10_000, "Entries of one answer; a client that pages asks for more."),
                directory.duration(
                        "time-limit",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        "How long one search may take."),
                directory.duration(
                        "refresh",
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        "How old what is told may be: people and units are read anew after so long, when somebody searches."),
                directory.duration(
                        "idle-timeout",
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(1),
                        Duration.ofHours(24),
                        "A connection that says nothing for so long is ended."),
                directory.duration(
                        "time-to-sign-in",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "Who has not signed in by then is asked to leave."));
        if (!isOrganisation(config.suffix())) {
            directory.problem(
                    "suffix",
                    "'" + config.suffix() + "' is not allowed",
                    "allowed: a distinguished name (RFC 4514) that begins with o=");
        }
        return config;
    }

    public boolean isOpen() {
        return doors == Doors.OPEN;
    }

    private static boolean isOrganisation(String suffix) {
        try {
            DN name = new DN(suffix);
            return name.getRDN() != null && name.getRDN().hasAttribute("o");
        } catch (LDAPException e) {
            return false;
        }
    }
}
