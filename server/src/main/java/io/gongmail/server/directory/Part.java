package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.RDN;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The government, an agency, or a unit of one. */
final class Part implements Node {
    private static final List<Text> ORGANISATION = List.of(Text.of("top"), Text.of("organization"));
    private static final List<Text> UNIT = List.of(Text.of("top"), Text.of("organizationalUnit"));

    private final @Nullable Part above;
    private final String agency;
    private final Text title;
    private final String name;
    private final Map<String, Part> parts = new HashMap<>();

    private Part(@Nullable Part above, String agency, Text title, String name) {
        this.above = above;
        this.agency = agency;
        this.title = title;
        this.name = name;
    }

    /** The top of a tree. */
    static Part top(String suffix, String organisation) {
        return new Part(null, "", Text.of(organisation), suffix);
    }

    /**
     * A part of this one. Where another of that name is there, the code tells them apart.
     *
     * @param code of the agency or unit
     * @param agency the code of the agency that it is or is of
     */
    Part add(String code, String title, String agency) {
        String rdn = parts.containsKey(Text.of(title).key()) ? title + " (" + code + ")" : title;
        Part added = new Part(this, agency, Text.of(title), new RDN("ou", rdn) + "," + name);
        parts.put(Text.of(rdn).key(), added);
        return added;
    }

    /** The part of this one that is named so. */
    Optional<Part> part(String title) {
        return Optional.ofNullable(parts.get(Text.of(title).key()));
    }

    boolean isTop() {
        return above == null;
    }

    /** The code of the agency; the empty text at the top. */
    String agency() {
        return agency;
    }

    Text title() {
        return title;
    }

    /** The agency that this part is or is of; itself at the top. */
    Part ofAgency() {
        Part at = this;
        while (at.above != null && !at.above.isTop()) {
            at = at.above;
        }
        return at;
    }

    @Override
    public Optional<Part> above() {
        return Optional.ofNullable(above);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Text> values(Shown attribute) {
        return switch (attribute) {
            case OBJECT_CLASS -> isTop() ? ORGANISATION : UNIT;
            case O -> isTop() ? List.of(title) : List.of();
            case OU -> isTop() ? List.of() : List.of(title);
            case CN, SN, GIVEN_NAME, DISPLAY_NAME, MAIL, UID, TITLE, COMPANY, DEPARTMENT, CERTIFICATE -> List.of();
        };
    }
}
