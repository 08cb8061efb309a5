package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which attributes a client asks for (RFC 4511 §4.5.1.8), and entries with just these. Immutable. */
final class Selection {
    private final Set<Shown> attributes;
    private final boolean typesOnly;

    private Selection(Set<Shown> attributes, boolean typesOnly) {
        this.attributes = attributes;
        this.typesOnly = typesOnly;
    }

    /** None and {@code *} mean all; what is not known, as {@code 1.1}, adds nothing. */
    static Selection of(List<String> asked, boolean typesOnly) {
        EnumSet<Shown> attributes = EnumSet.noneOf(Shown.class);
        if (asked.isEmpty() || asked.contains("*")) {
            attributes = EnumSet.allOf(Shown.class);
        }
        for (String name : asked) {
            Shown.of(name).ifPresent(attributes::add);
        }
        return new Selection(attributes, typesOnly);
    }

    /** Whether a certificate's octets are asked for. */
    boolean wantsCertificates() {
        return attributes.contains(Shown.CERTIFICATE);
    }

    /** @param certificates those of this entry, in DER */
    SearchResultEntryProtocolOp entry(Node node, List<byte[]> certificates) {
        List<Attribute> shown = new ArrayList<>();
        for (Shown attribute : attributes) {
            List<Text> values = node.values(attribute);
            if (attribute == Shown.CERTIFICATE && !certificates.isEmpty()) {
                shown.add(
                        typesOnly
                                ? new Attribute(attribute.attribute())
                                : new Attribute(attribute.attribute(), certificates.toArray(byte[][]::new)));
            } else if (!values.isEmpty()) {
                shown.add(
                        typesOnly
                                ? new Attribute(attribute.attribute())
                                : new Attribute(
                                        attribute.attribute(),
                                        values.stream().map(Text::value).toList()));
            }
        }
        return new SearchResultEntryProtocolOp(node.name(), shown);
    }
}
