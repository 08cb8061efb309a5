package io.gongmail.server.clientsetup;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The service as mail programs are told of it. Immutable.
 *
 * @param host where both listeners are
 * @param domains whose mailboxes are here, at least one, in small letters
 * @param portal the public door, where people read on
 * @param manageSieve the port where owners put their filters, by STARTTLS or TLS at once; empty where it is closed
 */
public record MailService(
        String host,
        List<String> domains,
        URI portal,
        Listener imap,
        Listener submission,
        Optional<Integer> manageSieve) {
    /** Without a place for filters. */
    public MailService(String host, List<String> domains, URI portal, Listener imap, Listener submission) {
        this(host, domains, portal, imap, submission, Optional.empty());
    }

    public MailService {
        domains =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * One way in, by TLS from the first octet (RFC 8314 §3).
     *
     * @param certificateSuffices whether everybody's certificate opens it without a password (SASL EXTERNAL, RFC 4422 appendix A)
     */
    public record Listener(int port, boolean certificateSuffices) {}

    /** The domain of {@code address}, if it is one of ours. Whether anybody has that address is not told. */
    public Optional<String> domainOf(String address) {
        return domain(address.substring(address.lastIndexOf('@') + 1));
    }

    /** The domain of that name, if it is one of ours. */
    public Optional<String> domain(String name) {
        return domains.stream().filter(name::equalsIgnoreCase).findFirst();
    }
}
