package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.CI_HMAC;
import static io.gongmail.store.registry.Names.CONTACT_SEALED_BY;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.PERSON_AT;
import static io.gongmail.store.registry.Names.PERSON_CI_SHA256;
import static io.gongmail.store.registry.Names.PERSON_METHOD;
import static io.gongmail.store.registry.Names.PERSON_NAME;
import static io.gongmail.store.registry.Names.PERSON_PROVIDER;
import static io.gongmail.store.registry.Names.PERSON_REQUEST;
import static io.gongmail.store.registry.Names.PERSON_TRANSACTION;
import static io.gongmail.store.registry.Names.SEALED_BIRTH_DATE;
import static io.gongmail.store.registry.Names.SEALED_BY;
import static io.gongmail.store.registry.Names.SEALED_CI;
import static io.gongmail.store.registry.Names.SEALED_CONTACT;
import static io.gongmail.store.registry.Names.SEALED_NAME;
import static io.gongmail.store.registry.Names.SEALED_PHONE;

import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.Place;
import io.gongmail.store.personal.Unopened;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;

/** Between the columns of a verified person, sealed, and the value. */
final class PersonRows {
    static final List<Field<?>> COLUMNS = List.of(
            PERSON_PROVIDER,
            PERSON_REQUEST,
            PERSON_METHOD,
            PERSON_TRANSACTION,
            PERSON_AT,
            SEALED_BY,
            SEALED_NAME,
            SEALED_CI,
            SEALED_PHONE,
            SEALED_BIRTH_DATE);

    private static final String CI = "ci";
    private static final String CONTACT = "contact";
    /** What is sealed, by the name that it is bound to. */
    private static final Map<String, Field<String>> SEALED = Map.of(
            "name",
            SEALED_NAME,
            CI,
            SEALED_CI,
            "phone",
            SEALED_PHONE,
            "birth-date",
            SEALED_BIRTH_DATE,
            CONTACT,
            SEALED_CONTACT);

    private final PersonalData personal;
    private final Unreadable unreadable;

    PersonRows(PersonalData personal, Unreadable unreadable) {
        this.personal = personal;
        this.unreadable = unreadable;
    }

    /** @throws io.gongmail.store.StoreException when a value does not open; it is reported */
    VerifiedPerson person(Record row) {
        String id = row.get(ID);
        return new VerifiedPerson(
                row.get(PERSON_PROVIDER),
                row.get(PERSON_REQUEST),
                row.get(SEALED_NAME) == null ? VerifiedPerson.ERASED : opened(row, id, "name"),
                row.get(PERSON_METHOD),
                row.get(PERSON_TRANSACTION),
                opened(row, id, CI),
                opened(row, id, "phone"),
                opened(row, id, "birth-date"),
                Instant.ofEpochMilli(row.get(PERSON_AT)));
    }

    private String opened(Record row, String id, String what) {
        String sealed = row.get(SEALED.get(what));
        if (sealed == null) {
            return "";
        }
        try {
            return personal.open(place(what, id), sealed);
        } catch (Unopened e) {
            throw unreadable.report(id, e);
        }
    }

    Map<Field<?>, Object> columns(String id, VerifiedPerson person) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(PERSON_PROVIDER, person.provider());
        columns.put(PERSON_REQUEST, person.requestNumber());
        columns.put(PERSON_METHOD, person.method());
        columns.put(PERSON_TRANSACTION, person.transactionId());
        columns.put(PERSON_AT, person.at().toEpochMilli());
        columns.putAll(sealed(id, person));
        return columns;
    }

    /** What {@link #rewritten} needs of a row. */
    static final List<Field<?>> ALL_COLUMNS = Stream.concat(
                    Stream.of(ID, PERSON_NAME, PERSON_CI_SHA256, CONTACT_SEALED_BY, SEALED_CONTACT), COLUMNS.stream())
            .toList();

    /** All of it under one key, whatever a rotation does meanwhile. */
    private Map<Field<?>, Object> sealed(String id, VerifiedPerson person) {
        Map<String, String> values = Map.of(
                "name",
                person.name(),
                CI,
                person.ciSha256(),
                "phone",
                person.phone(),
                "birth-date",
                person.birthDate());
        PersonalData by = personal.asOfNow();
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(SEALED_BY, by.keys().sealsBy());
        values.forEach((what, text) -> columns.put(
                SEALED.get(what),
                text.isEmpty() ? null : by.seal(place(what, id), text).text()));
        columns.put(CI_HMAC, person.ciSha256().isEmpty() ? null : by.index(CI, person.ciSha256()));
        return columns;
    }

    /** Those of the same person. */
    Condition isOf(String ciSha256) {
        return CI_HMAC.in(personal.indexes(CI, ciSha256));
    }

    /** That the row holds a person who is not sealed under the key in force. */
    Condition isToBeRewritten() {
        int sealsBy = personal.keys().sealsBy();
        return PERSON_NAME.isNotNull().or(SEALED_BY.ne(sealsBy)).or(CONTACT_SEALED_BY.ne(sealsBy));
    }

    /** Columns of where an applicant is told; the empty text for nowhere. */
    Map<Field<?>, Object> contact(String id, String address) {
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        columns.put(CONTACT_SEALED_BY, null);
        columns.put(SEALED_CONTACT, null);
        if (!address.isEmpty()) {
            PersonalData.Sealed sealed = personal.seal(place(CONTACT, id), address);
            columns.put(CONTACT_SEALED_BY, sealed.by());
            columns.put(SEALED_CONTACT, sealed.text());
        }
        return columns;
    }

    /** @throws io.gongmail.store.StoreException when it does not open; it is reported */
    Optional<String> contact(Record row) {
        return Optional.of(opened(row, row.get(ID), CONTACT)).filter(text -> !text.isEmpty());
    }

    /** Columns that hold the same under the key in force, and nothing in clear. */
    Map<Field<?>, Object> rewritten(Record row) {
        String id = row.get(ID);
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        if (row.get(PERSON_NAME) != null) {
            columns.putAll(sealed(id, clear(row)));
        } else if (row.get(SEALED_BY) != null) {
            columns.putAll(sealed(id, person(row)));
        }
        contact(row).ifPresent(address -> columns.putAll(contact(id, address)));
        columns.put(PERSON_NAME, null);
        columns.put(PERSON_CI_SHA256, null);
        return columns;
    }

    private static VerifiedPerson clear(Record row) {
        return new VerifiedPerson(
                row.get(PERSON_PROVIDER),
                row.get(PERSON_REQUEST),
                row.get(PERSON_NAME),
                row.get(PERSON_METHOD),
                row.get(PERSON_TRANSACTION),
                row.get(PERSON_CI_SHA256),
                Instant.ofEpochMilli(row.get(PERSON_AT)));
    }

    private static Place place(String what, String id) {
        return new Place("application", what, id);
    }
}
