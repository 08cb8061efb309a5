package io.gongmail.server.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;

/** Which part of an address is compared (RFC 5228 §2.7.4, RFC 5233). */
enum AddressPart {
    ALL,
    LOCAL_PART,
    DOMAIN,
    /** Of the local part what stands before the separator. */
    USER,
    /** Of the local part what stands behind it. */
    DETAIL;

    private static final int MOST = 1_000;
    private static final char SEPARATOR = '+';

    static AddressPart of(Arguments arguments, Compiler compiler) throws ScriptFault {
        List<AddressPart> asked = new ArrayList<>();
        for (AddressPart part : values()) {
            if (arguments.tag(part.tag())) {
                asked.add(part);
            }
        }
        if (asked.size() > 1) {
            throw arguments.fault("one of :all, :localpart, :domain, :user and :detail");
        }
        if (asked.contains(USER) || asked.contains(DETAIL)) {
            compiler.needs("subaddress", arguments);
        }
        return asked.isEmpty() ? ALL : asked.get(0);
    }

    private String tag() {
        return name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** That part; of what has no domain only the whole is one, and without separator there is no detail (RFC 5233 §4). */
    Optional<String> in(String address) {
        int at = address.lastIndexOf('@');
        return switch (this) {
            case ALL -> Optional.of(address);
            case LOCAL_PART -> at < 0 && !address.isEmpty() ? Optional.empty() : Optional.of(local(address, at));
            case DOMAIN -> at < 0 && !address.isEmpty() ? Optional.empty() : Optional.of(address.substring(at + 1));
            case USER ->
                LOCAL_PART.in(address).map(local -> local.indexOf(SEPARATOR) < 0 ? local : before(local, SEPARATOR));
            case DETAIL ->
                LOCAL_PART
                        .in(address)
                        .filter(local -> local.indexOf(SEPARATOR) >= 0)
                        .map(local -> local.substring(local.indexOf(SEPARATOR) + 1));
        };
    }

    private static String before(String text, char end) {
        return text.substring(0, text.indexOf(end));
    }

    private static String local(String address, int at) {
        return at < 0 ? "" : address.substring(0, at);
    }

    /** The addresses of a header field, those of groups as well; what is none counts as it stands there. */
    static List<String> addresses(String value) {
        List<String> found = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parseHeader(value, false)) {
                InternetAddress[] members = address.isGroup() ? address.getGroup(false) : null;
                for (InternetAddress one : members == null ? new InternetAddress[] {address} : members) {
                    if (one.getAddress() != null && found.size() < MOST) {
                        found.add(one.getAddress());
                    }
                }
            }
            return found;
        } catch (AddressException e) {
            return List.of(value.strip());
        }
    }
}
