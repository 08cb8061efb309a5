package io.gongmail.server.directory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attributes there are, with the other names that mail programs ask for (RFC 4519, RFC 2798; the last ones Active Directory's). */
enum Shown {
    OBJECT_CLASS("objectClass"),
    CN("cn", "commonName"),
    SN("sn", "surname"),
    GIVEN_NAME("givenName", "gn"),
    DISPLAY_NAME("displayName"),
    MAIL("mail", "rfc822Mailbox"),
    UID("uid", "userid"),
    O("o", "organizationName"),
    OU("ou", "organizationalUnitName"),
    TITLE("title"),
    COMPANY("company"),
    DEPARTMENT("department"),
    /** RFC 4523 §2.1: transferred by the option {@code ;binary}. Looked up for an answer, so no filter finds anybody by it. */
    CERTIFICATE("userCertificate;binary", "userCertificate");

    private static final Map<String, Shown> BY_NAME = Stream.of(values())
            .flatMap(shown -> Stream.concat(Stream.of(shown.attribute), shown.others.stream())
                    .map(name -> Map.entry(name.toLowerCase(Locale.ROOT), shown)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String attribute;
    private final List<String> others;

    Shown(String attribute, String... others) {
        this.attribute = attribute;
        this.others = List.of(others);
    }

    /** As it stands in an entry. */
    String attribute() {
        return attribute;
    }

    /** The attribute of that name, in any case. */
    static Optional<Shown> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }
}
