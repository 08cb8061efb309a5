package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.AIM;
import static io.gongmail.store.registry.Names.APPLICATION_CERTIFICATE;
import static io.gongmail.store.registry.Names.CERTIFICATE_SHA256;
import static io.gongmail.store.registry.Names.CONSENTS_AT;
import static io.gongmail.store.registry.Names.CONSENTS_PRIVACY;
import static io.gongmail.store.registry.Names.CONSENTS_TERMS;
import static io.gongmail.store.registry.Names.DECIDED_AT;
import static io.gongmail.store.registry.Names.DECIDER;
import static io.gongmail.store.registry.Names.DECISION_REASON;
import static io.gongmail.store.registry.Names.DER;
import static io.gongmail.store.registry.Names.DESIRED;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.ISSUER;
import static io.gongmail.store.registry.Names.KIND;
import static io.gongmail.store.registry.Names.MOVING;
import static io.gongmail.store.registry.Names.NOT_AFTER;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.PLACE;
import static io.gongmail.store.registry.Names.POLICIES;
import static io.gongmail.store.registry.Names.POST;
import static io.gongmail.store.registry.Names.REPLACED;
import static io.gongmail.store.registry.Names.RESERVED_ADDRESS;
import static io.gongmail.store.registry.Names.RESERVED_CERTIFICATE;
import static io.gongmail.store.registry.Names.RESERVED_SERIAL;
import static io.gongmail.store.registry.Names.ROLES;
import static io.gongmail.store.registry.Names.SERIAL;
import static io.gongmail.store.registry.Names.SPKI_SHA256;
import static io.gongmail.store.registry.Names.STAFF_NUMBER;
import static io.gongmail.store.registry.Names.STARTED;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBJECT;
import static io.gongmail.store.registry.Names.UNIT;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.pki.CertificateKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Between the row of an application and its value. */
final class ApplicationRows {
    static final List<Field<?>> COLUMNS = Stream.concat(
                    Stream.of(
                            ID,
                            STATE,
                            VERSION,
                            STARTED,
                            CONSENTS_TERMS,
                            CONSENTS_PRIVACY,
                            CONSENTS_AT,
                            KIND,
                            OF_AGENCY,
                            POST,
                            UNIT,
                            STAFF_NUMBER,
                            DESIRED,
                            ISSUER,
                            SERIAL,
                            SPKI_SHA256,
                            CERTIFICATE_SHA256,
                            SUBJECT,
                            NOT_AFTER,
                            POLICIES,
                            AIM,
                            REPLACED,
                            MOVING,
                            DECIDER,
                            DECIDED_AT,
                            DECISION_REASON,
                            ROLES),
                    PersonRows.COLUMNS.stream())
            .toList();

    static final String FOR_ACCOUNT = "ACCOUNT";
    static final String FOR_CERTIFICATE = "CERTIFICATE";
    static final String FOR_AGENCY = "AGENCY";

    private final PersonRows persons;

    ApplicationRows(PersonRows persons) {
        this.persons = persons;
    }

    /** @throws io.gongmail.store.StoreException when personal data of it does not open */
    Application application(Record row) {
        ApplicationId id = new ApplicationId(UUID.fromString(row.get(ID)));
        int version = row.get(VERSION);
        Instant started = Instant.ofEpochMilli(row.get(STARTED));
        return switch (ApplicationState.valueOf(row.get(STATE))) {
            case DRAFT -> new Application.Draft(id, version, started);
            case CONSENTED -> new Application.Consented(id, version, started, consents(row));
            case VERIFIED -> new Application.Verified(id, version, started, consents(row), persons.person(row));
            case COMPLETED ->
                new Application.Completed(id, version, started, consents(row), persons.person(row), completion(row));
            case SUBMITTED ->
                new Application.Submitted(id, version, started, consents(row), persons.person(row), completion(row));
            case APPROVED ->
                new Application.Approved(
                        id,
                        version,
                        started,
                        consents(row),
                        persons.person(row),
                        completion(row),
                        decision(row),
                        roles(row.get(ROLES)));
            case RETURNED ->
                new Application.Returned(
                        id, version, started, consents(row), persons.person(row), completion(row), decision(row));
            case REJECTED ->
                new Application.Rejected(
                        id, version, started, consents(row), persons.person(row), completion(row), decision(row));
            case PROVISIONED ->
                new Application.Provisioned(
                        id,
                        version,
                        started,
                        consents(row),
                        persons.person(row),
                        completion(row),
                        decision(row),
                        roles(row.get(ROLES)));
        };
    }

    private static Consents consents(Record row) {
        return new Consents(
                row.get(CONSENTS_TERMS), row.get(CONSENTS_PRIVACY), Instant.ofEpochMilli(row.get(CONSENTS_AT)));
    }

    private static Completion completion(Record row) {
        return new Completion(
                AccountType.valueOf(row.get(KIND)),
                row.get(OF_AGENCY),
                row.get(POST),
                Address.of(row.get(DESIRED)),
                new CertificateKey(
                        row.get(ISSUER),
                        new BigInteger(row.get(SERIAL), 16),
                        row.get(SPKI_SHA256),
                        row.get(CERTIFICATE_SHA256)),
                row.get(SUBJECT),
                Instant.ofEpochMilli(row.get(NOT_AFTER)),
                words(row.get(POLICIES)).collect(Collectors.toSet()),
                aim(row),
                told(row.get(UNIT)),
                told(row.get(STAFF_NUMBER)));
    }

    private static Aim aim(Record row) {
        return switch (row.get(AIM)) {
            case FOR_CERTIFICATE ->
                new Aim.NewCertificate(Optional.ofNullable(row.get(REPLACED)).map(UUID::fromString));
            case FOR_AGENCY -> new Aim.NewAgency(Address.of(row.get(MOVING)));
            default -> new Aim.NewAccount();
        };
    }

    /** Applications of earlier versions tell neither unit nor number. */
    private static String told(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Decision decision(Record row) {
        return new Decision(row.get(DECIDER), Instant.ofEpochMilli(row.get(DECIDED_AT)), row.get(DECISION_REASON));
    }

    static Map<Field<?>, Object> columns(Consents consents) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(CONSENTS_TERMS, consents.terms());
        columns.put(CONSENTS_PRIVACY, consents.privacy());
        columns.put(CONSENTS_AT, consents.at().toEpochMilli());
        return columns;
    }

    Map<Field<?>, Object> columns(ApplicationId id, VerifiedPerson person) {
        return persons.columns(id.toString(), person);
    }

    static Map<Field<?>, Object> columns(Completion completion) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(KIND, completion.type().name());
        columns.put(OF_AGENCY, completion.agencyCode());
        columns.put(POST, completion.position());
        columns.put(UNIT, completion.unit());
        columns.put(STAFF_NUMBER, completion.staffNumber());
        columns.put(DESIRED, completion.desired().toString());
        columns.put(ISSUER, completion.key().issuer());
        columns.put(SERIAL, completion.key().serial().toString(16));
        columns.put(SPKI_SHA256, completion.key().spkiSha256());
        columns.put(CERTIFICATE_SHA256, completion.key().certificateSha256());
        columns.put(SUBJECT, completion.subject());
        columns.put(NOT_AFTER, completion.notAfter().toEpochMilli());
        columns.put(POLICIES, String.join(" ", new TreeSet<>(completion.policies())));
        columns.put(AIM, FOR_ACCOUNT);
        columns.put(REPLACED, null);
        columns.put(MOVING, null);
        if (completion.aim() instanceof Aim.NewCertificate certificate) {
            columns.put(AIM, FOR_CERTIFICATE);
            columns.put(REPLACED, certificate.replaced().map(UUID::toString).orElse(null));
        }
        if (completion.aim() instanceof Aim.NewAgency change) {
            columns.put(AIM, FOR_AGENCY);
            columns.put(MOVING, change.account().toString());
        }
        return columns;
    }

    static Map<Field<?>, Object> columns(Decision decision) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(DECIDER, decision.decider());
        columns.put(DECIDED_AT, decision.at().toEpochMilli());
        columns.put(DECISION_REASON, decision.reason());
        return columns;
    }

    /** In place of what was shown before. */
    static void keep(DSLContext sql, ApplicationId id, ShownCertificates shown) {
        sql.deleteFrom(APPLICATION_CERTIFICATE)
                .where(OF_APPLICATION.eq(id.toString()))
                .execute();
        for (int place = 0; place < shown.base64().size(); place++) {
            sql.insertInto(APPLICATION_CERTIFICATE)
                    .set(OF_APPLICATION, id.toString())
                    .set(PLACE, place)
                    .set(DER, shown.base64().get(place))
                    .execute();
        }
    }

    static Optional<ShownCertificates> shown(DSLContext sql, ApplicationId id) {
        List<String> base64 = sql.select(DER)
                .from(APPLICATION_CERTIFICATE)
                .where(OF_APPLICATION.eq(id.toString()))
                .orderBy(PLACE)
                .fetch(DER);
        return base64.isEmpty() ? Optional.empty() : Optional.of(new ShownCertificates(base64));
    }

    /** What an approval adds: the roles, and a new certificate and address in columns that are unique. */
    static Map<Field<?>, Object> columns(Completion reserved, Set<Role> roles) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(ROLES, roles(roles));
        boolean isAnother = reserved.aim() instanceof Aim.NewAgency change
                && !change.account().equals(reserved.desired());
        if (reserved.aim() instanceof Aim.NewAccount || isAnother) {
            columns.put(RESERVED_ADDRESS, reserved.desired().toString());
        }
        if (reserved.aim() instanceof Aim.NewAgency) {
            // By a certificate that the account has already.
            return columns;
        }
        columns.put(RESERVED_CERTIFICATE, reserved.key().certificateSha256());
        columns.put(RESERVED_SERIAL, serial(reserved.key()));
        return columns;
    }

    /** Issuer and serial number, which name one certificate, in one text. */
    static String serial(CertificateKey key) {
        return Sha256.hex(key.issuer()) + ":" + key.serial().toString(16);
    }

    static String roles(Set<Role> roles) {
        return roles.stream().map(Role::name).sorted().collect(Collectors.joining(" "));
    }

    /** That the column names {@code role} among others. */
    static Condition named(Role role) {
        return DSL.concat(DSL.inline(" "), ROLES, DSL.inline(" ")).like("% " + role.name() + " %");
    }

    static Set<Role> roles(String text) {
        return words(text).map(Role::valueOf).collect(Collectors.toSet());
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty());
    }
}
