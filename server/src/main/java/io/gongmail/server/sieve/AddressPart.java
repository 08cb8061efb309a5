package io.gongmail.server.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;

/** Which part of an address is compared (RFC 5228 §2.7.4). */
enum AddressPart {
    ALL,
    LOCAL_PART,
    DOMAIN;

    private static final int MOST = 1_000;

    static AddressPart of(Arguments arguments) throws ScriptFault {
        boolean local = arguments.tag("localpart");
        boolean domain = arguments.tag("domain");
        boolean all = arguments.tag("all");
        if (local && domain || all && (local || domain)) {
            throw arguments.fault("one of :all, :localpart and :domain");
        }
        return local ? LOCAL_PART : domain ? DOMAIN : ALL;
    }

    /** That part; of what has no domain only the whole is one. */
    Optional<String> in(String address) {
        int at = address.lastIndexOf('@');
        return switch (this) {
            case ALL -> Optional.of(address);
            case LOCAL_PART -> at < 0 && !address.isEmpty() ? Optional.empty() : Optional.of(local(address, at));
            case DOMAIN -> at < 0 && !address.isEmpty() ? Optional.empty() : Optional.of(address.substring(at + 1));
        };
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
