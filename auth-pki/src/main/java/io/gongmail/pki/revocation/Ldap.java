package io.gongmail.pki.revocation;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one attribute of one entry over LDAP (RFC 4511, RFC 4516), with bounds on time and size; follows no referrals. */
final class Ldap {
    private static final String BINARY = ";binary";
    private static final String USUAL = "certificateRevocationList";
    private static final int OVERHEAD = 64 * 1024; // names and framing beside the list itself

    /** The first value of the attribute that {@code uri} names, asked for with and without {@code ;binary}. */
    byte[] get(URI uri, Duration limit, int largest) throws IOException {
        Patience patience = Patience.of(limit);
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(millis(patience));
        options.setResponseTimeoutMillis(limit.toMillis());
        options.setMaxMessageSize(largest + OVERHEAD);
        options.setFollowReferrals(false);
        try {
            LDAPURL url = new LDAPURL(uri.toString());
            try (LDAPConnection connection = new LDAPConnection(options, url.getHost(), url.getPort())) {
                SearchRequest request = new SearchRequest(
                        url.getBaseDN().toString(), SearchScope.BASE, url.getFilter(), attributes(url));
                request.setResponseTimeoutMillis(millis(patience));
                SearchResultEntry entry = connection.searchForEntry(request);
                if (entry == null) {
                    throw new IOException("has no such entry");
                }
                return value(entry, url, largest);
            }
        } catch (LDAPException e) {
            throw new IOException(e.getResultCode().getName(), e); // its message repeats the whole request
        }
    }

    private static byte[] value(SearchResultEntry entry, LDAPURL url, int largest) throws IOException {
        for (String name : attributes(url)) {
            Attribute attribute = entry.getAttribute(name);
            if (attribute != null && attribute.getValueByteArray() != null) {
                byte[] value = attribute.getValueByteArray();
                if (value.length > largest) {
                    throw new IOException("larger than " + largest + " octets");
                }
                return value;
            }
        }
        throw new IOException("the entry has no " + attributes(url)[0]);
    }

    /** Directories differ in whether they know the attribute with or without the option (RFC 4522 §4, RFC 4523 §2.3). */
    private static String[] attributes(LDAPURL url) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(url.attributesProvided() ? url.getAttributes() : new String[] {USUAL})
                .map(name -> name.replaceFirst("(?i)" + BINARY + "$", ""))
                .forEach(name -> {
                    names.add(name + BINARY);
                    names.add(name);
                });
        return names.toArray(new String[0]);
    }

    /** At least one: the library takes zero for "without end". */
    private static int millis(Patience patience) {
        return (int) Math.max(1, patience.left().toMillis());
    }
}
