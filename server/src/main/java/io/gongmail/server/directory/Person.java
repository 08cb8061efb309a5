package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import java.util.Optional;

/** Somebody with a mailbox here, as the policy shows them. */
final class Person implements Node {
    private static final List<Text> CLASSES =
            List.of(Text.of("top"), Text.of("person"), Text.of("organizationalPerson"), Text.of("inetOrgPerson"));

    private final String address;
    private final Text name;
    private final Part at;
    private final Text department;
    private final Text title;

    /**
     * @param address in lower case
     * @param at the unit, or the agency
     * @param department the unit's name; may be empty
     * @param title may be empty
     */
    Person(String address, Text name, Part at, Text department, Text title) {
        this.address = address;
        this.name = name;
        this.at = at;
        this.department = department;
        this.title = title;
    }

    String address() {
        return address;
    }

    @Override
    public Optional<Part> above() {
        return Optional.of(at);
    }

    @Override
    public String name() {
        return new RDN("uid", address) + "," + at.name();
    }

    @Override
    public List<Text> values(Shown attribute) {
        return switch (attribute) {
            case OBJECT_CLASS -> CLASSES;
            case CN, DISPLAY_NAME -> List.of(name);
            case SN -> List.of(Text.of(FamilyName.of(name.value())));
            case GIVEN_NAME -> some(Text.of(FamilyName.given(name.value())));
            case MAIL, UID -> List.of(new Text(address, address));
            case O, COMPANY -> List.of(at.ofAgency().title());
            case OU, DEPARTMENT -> some(department);
            case TITLE -> some(title);
            case CERTIFICATE -> List.of();
        };
    }

    private static List<Text> some(Text text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
