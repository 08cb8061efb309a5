package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client may know of the service before it signs in: the root DSE (RFC 4512 §5.1), and the schema that is in force (§4.2).
 * Immutable; nothing in it blocks.
 */
final class RootDse {
    static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3"; // RFC 4532

    private static final String SCHEMA = "cn=Subschema";
    private static final List<String> CLASSES =
            List.of("top", "organization", "organizationalUnit", "person", "organizationalPerson", "inetOrgPerson");

    private final String suffix;
    private final Entry schema;

    RootDse(String suffix) {
        this.suffix = suffix;
        this.schema = schema();
    }

    private static Entry schema() {
        Schema standard;
        try {
            standard = Schema.getDefaultStandardSchema();
        } catch (LDAPException e) {
            throw new IllegalStateException("the schema is not in the class path", e);
        }
        List<String> types = Stream.of(Shown.values())
                .map(shown -> shown.attribute().replace(";binary", ""))
                .map(standard::getAttributeType)
                .flatMap(type -> Optional.ofNullable(type).stream())
                .map(Object::toString)
                .toList();
        List<String> classes = CLASSES.stream()
                .map(standard::getObjectClass)
                .flatMap(type -> Optional.ofNullable(type).stream())
                .map(Object::toString)
                .toList();
        return new Entry(
                SCHEMA,
                new Attribute("objectClass", "top", "subschema"),
                new Attribute("cn", "Subschema"),
                new Attribute("attributeTypes", types),
                new Attribute("objectClasses", classes));
    }

    private Entry root(boolean external) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                new Attribute("objectClass", "top"),
                new Attribute("namingContexts", suffix),
                new Attribute("subschemaSubentry", SCHEMA),
                new Attribute("supportedLDAPVersion", "3"),
                new Attribute("supportedControl", Window.CONTROLS),
                new Attribute("supportedExtension", WHO_AM_I),
                new Attribute("vendorName", "Gongmail")));
        if (external) {
            attributes.add(new Attribute("supportedSASLMechanisms", "EXTERNAL"));
        }
        return new Entry("", attributes);
    }

    /**
     * The answer, where one of these entries alone is asked for.
     *
     * @param external whether this connection's certificate may suffice (SASL EXTERNAL)
     */
    Optional<Iterator<LDAPMessage>> answer(LDAPMessage request, boolean external) {
        SearchRequestProtocolOp asked = request.getSearchRequestProtocolOp();
        if (!asked.getScope().equals(SearchScope.BASE)) {
            return Optional.empty();
        }
        String base = asked.getBaseDN().replace(" ", "").toLowerCase(Locale.ROOT);
        if (base.isEmpty()) {
            return Optional.of(answer(request, asked, root(external)));
        }
        return base.equals(SCHEMA.toLowerCase(Locale.ROOT))
                ? Optional.of(answer(request, asked, schema))
                : Optional.empty();
    }

    private static Iterator<LDAPMessage> answer(LDAPMessage request, SearchRequestProtocolOp asked, Entry entry) {
        Stream<LDAPMessage> result = Results.to(request, ResultCode.SUCCESS, "").stream();
        try {
            for (var control : request.getControls()) {
                if (!Window.CONTROLS.contains(control.getOID())) {
                    Window.refuseCritical(control);
                }
            }
            return asked.getFilter().matchesEntry(entry)
                    ? Stream.concat(Stream.of(new LDAPMessage(request.getMessageID(), told(asked, entry))), result)
                            .iterator()
                    : result.iterator();
        } catch (LDAPException e) {
            return Results.to(request, e).stream().iterator();
        }
    }

    /** They are operational attributes, but who asks for none by name wants to see what is there. */
    private static SearchResultEntryProtocolOp told(SearchRequestProtocolOp asked, Entry entry) {
        List<String> names = asked.getAttributes();
        boolean all = names.isEmpty() || names.contains("*") || names.contains("+");
        return new SearchResultEntryProtocolOp(
                entry.getDN(),
                entry.getAttributes().stream()
                        .filter(attribute -> all || names.stream().anyMatch(attribute.getName()::equalsIgnoreCase))
                        .map(attribute -> asked.typesOnly() ? new Attribute(attribute.getName()) : attribute)
                        .toList());
    }
}
