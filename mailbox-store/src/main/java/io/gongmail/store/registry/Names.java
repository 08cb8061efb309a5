package io.gongmail.store.registry;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The names of tables and columns, as the migrations of the registry have them. */
final class Names {
    static final Table<Record> AGENCY = table("agency");
    static final Table<Record> AGENCY_DOMAIN = table("agency_domain");
    static final Table<Record> AGENCY_UNIT = table("agency_unit");
    static final Table<Record> ROSTER_ENTRY = table("roster_entry");
    static final Table<Record> APPLICATION = table("application");
    static final Table<Record> APPLICATION_HISTORY = table("application_history");
    static final Table<Record> APPLICATION_CERTIFICATE = table("application_certificate");
    static final Table<Record> ACCOUNT = table("account");
    static final Table<Record> BINDING = table("binding");
    static final Table<Record> PASSWORD_HISTORY = table("password_history");
    static final Table<Record> APPLICANT_LETTER = table("applicant_letter");
    static final Table<Record> OWNER_LETTER = table("owner_letter");
    static final Table<Record> VACATION = table("vacation");
    static final Table<Record> VACATION_ANSWER = table("vacation_answer");
    static final Table<Record> FORWARDING = table("forwarding");
    static final Table<Record> FORWARDING_ADDRESS = table("forwarding_address");
    static final Table<Record> SIEVE_SCRIPT = table("sieve_script");
    static final Table<Record> SENT_AS = table("sent_as");
    static final Table<Record> INTERNATIONAL_ADDRESS = table("international_address");
    static final Table<Record> AUDIENCE = table("audience");
    static final Table<Record> AUDIENCE_MEMBER = table("audience_member");
    static final Table<Record> AUDIENCE_GRANT = table("audience_grant");
    static final Table<Record> OFFICIAL_NOTICE = table("official_notice");
    static final Table<Record> OFFICIAL_NOTICE_STEP = table("official_notice_step");
    static final Table<Record> PLACES = table("place");
    static final Table<Record> HAND_ON = table("hand_on");
    static final Table<Record> QUOTA_NOTICE = table("quota_notice");
    static final Table<Record> CONSENT = table("consent");
    static final Table<Record> PERSONAL_KEY = table("personal_key");
    static final Table<Record> PERSONAL_RESIDUE = table("personal_residue");
    static final Table<Record> AUDIT_ENTRY = table("audit_entry");
    static final Table<Record> AUDIT_HEAD = table("audit_head");

    /** Columns of agency and agency_domain. */
    static final Field<String> CODE = text("code");

    static final Field<String> NAME = text("name");
    static final Field<String> MAIL_DOMAIN = text("mail_domain");
    static final Field<String> OF_AGENCY = text("agency");
    static final Field<Long> ROSTER = time("roster");
    static final Field<Long> ROSTER_LAST = time("roster_last");
    static final Field<Long> ROSTER_AT = time("roster_at");
    static final Field<Integer> ROSTER_SIZE = number("roster_size");

    /** Column of agency_unit, beside agency, code and name. */
    static final Field<String> ABOVE = text("above");

    /** Columns of roster_entry, beside agency, name, place and post. */
    static final Field<Long> GENERATION = time("generation");

    static final Field<String> STAFF_NUMBER = text("staff_number");
    static final Field<String> NAME_KEY = text("name_key");
    static final Field<String> UNIT = text("unit");
    static final Field<String> MAIL = text("mail");

    /** Columns of application. */
    static final Field<String> ID = text("id");

    static final Field<String> STATE = text("state");
    static final Field<Integer> VERSION = number("version");
    static final Field<Long> STARTED = time("started");
    static final Field<String> CONSENTS_TERMS = text("consents_terms");
    static final Field<String> CONSENTS_PRIVACY = text("consents_privacy");
    static final Field<Long> CONSENTS_AT = time("consents_at");
    static final Field<String> PERSON_PROVIDER = text("person_provider");
    static final Field<String> PERSON_REQUEST = text("person_request");
    static final Field<String> PERSON_NAME = text("person_name");
    static final Field<String> PERSON_METHOD = text("person_method");
    static final Field<String> PERSON_TRANSACTION = text("person_transaction");
    static final Field<String> PERSON_CI_SHA256 = text("person_ci_sha256");
    static final Field<Long> PERSON_AT = time("person_at");
    static final Field<Integer> SEALED_BY = number("sealed_by");
    static final Field<String> SEALED_NAME = text("sealed_name");
    static final Field<String> SEALED_CI = text("sealed_ci");
    static final Field<String> SEALED_PHONE = text("sealed_phone");
    static final Field<String> SEALED_BIRTH_DATE = text("sealed_birth_date");
    static final Field<String> CI_HMAC = text("ci_hmac");
    static final Field<Integer> CONTACT_SEALED_BY = number("contact_sealed_by");
    static final Field<String> SEALED_CONTACT = text("sealed_contact");
    static final Field<String> KIND = text("kind");
    static final Field<String> POST = text("post");
    static final Field<String> DESIRED = text("desired");
    static final Field<String> ISSUER = text("issuer");
    static final Field<String> SERIAL = text("serial");
    static final Field<String> SPKI_SHA256 = text("spki_sha256");
    static final Field<String> CERTIFICATE_SHA256 = text("certificate_sha256");
    static final Field<String> SUBJECT = text("subject");
    static final Field<Long> NOT_AFTER = time("not_after");
    static final Field<String> POLICIES = text("policies");
    static final Field<String> DECIDER = text("decider");
    static final Field<Long> DECIDED_AT = time("decided_at");
    static final Field<String> DECISION_REASON = text("decision_reason");
    static final Field<String> ROLES = text("roles");
    static final Field<Long> SUBMITTED = time("submitted");
    static final Field<Long> ERASED = time("erased");
    static final Field<Integer> FIRST_VERSION = number("first_version");
    static final Field<String> FIRST_REVIEWER = text("first_reviewer");
    static final Field<Long> FIRST_AT = time("first_at");
    static final Field<String> FIRST_REASON = text("first_reason");
    static final Field<String> AIM = text("aim");
    static final Field<String> REPLACED = text("replaced");
    static final Field<String> MOVING = text("moving");
    static final Field<String> RESERVED_ADDRESS = text("reserved_address");
    static final Field<String> RESERVED_CERTIFICATE = text("reserved_certificate");
    static final Field<String> RESERVED_SERIAL = text("reserved_serial");

    /** Columns of application_history. */
    static final Field<String> OF_APPLICATION = text("application");

    static final Field<String> FROM_STATE = text("from_state");
    static final Field<String> TO_STATE = text("to_state");
    static final Field<String> ACTOR = text("actor");
    static final Field<Long> HAPPENED = time("happened");
    static final Field<String> REASON = text("reason");

    /** Columns of application_certificate. */
    static final Field<Integer> PLACE = number("place");

    static final Field<String> DER = text("der");

    /** Columns of account. */
    static final Field<String> ADDRESS = text("address");

    static final Field<String> PASSWORD_HASH = text("password_hash");
    static final Field<Long> PASSWORD_SET = time("password_set");
    static final Field<Long> RESUMED = time("resumed");
    static final Field<Integer> REACTS = number("reacts");
    static final Field<Long> CLOSED = time("closed");
    static final Field<String> FORMER = text("former");
    static final Field<Long> MAILBOX_GONE = time("mailbox_gone");

    /** Column of password_history, beside password_hash and entry_number. */
    static final Field<String> OF_ACCOUNT = text("account");

    /** Column of sent_as, beside account. */
    static final Field<String> HOLDER = text("holder");

    /** Columns of audience, beside name and agency. */
    static final Field<String> EXPRESSION = text("expression");

    static final Field<Long> SAVED = time("saved");
    static final Field<String> SAVED_BY = text("saved_by");

    /** Column of audience_member, beside account, and of audience_grant, beside agency. */
    static final Field<String> OF_AUDIENCE = text("audience");

    /** Column of official_notice_step, beside version, from_state, to_state, actor, happened and reason. */
    static final Field<String> OF_NOTICE = text("notice");

    /** Columns of hand_on, beside account and reason. */
    static final Field<String> RECIPIENT = text("recipient");

    static final Field<String> ASKER = text("asker");
    static final Field<Long> ASKED = time("asked");

    /** Columns of binding. */
    static final Field<String> ISSUER_SHA256 = text("issuer_sha256");

    static final Field<String> BOUND_TO = text("account");

    static final Field<Long> SINCE = time("since");
    static final Field<Long> OVERLAP_UNTIL = time("overlap_until");
    static final Field<Long> USED = time("used");

    /** Columns of audit_entry and audit_head. */
    static final Field<Long> ENTRY_NUMBER = time("entry_number");

    static final Field<String> FACTS = text("facts");
    static final Field<String> HASH = text("hash");
    static final Field<Long> LAST_NUMBER = time("last_number");
    static final Field<String> LAST_HASH = text("last_hash");

    /** Columns of consent, beside application and entry_number. */
    static final Field<String> TEXT_NAME = text("text_name");

    static final Field<String> VERSION_TEXT = text("version");
    static final Field<String> SHA256 = text("sha256");
    static final Field<Integer> REQUIRED = number("required");
    static final Field<Long> GIVEN = time("given");
    static final Field<Long> WITHDRAWN = time("withdrawn");

    /** Columns of applicant_letter, beside application, version, state and since. */
    static final Field<String> STEP = text("step");

    static final Field<Long> WRITTEN = time("written");

    /** Columns of personal_key. */
    static final Field<Integer> KEY_NUMBER = number("key_number");

    static final Field<String> PROOF = text("proof");

    /** Column of personal_residue. */
    static final Field<String> TABLE_NAME = text("table_name");

    private Names() {}

    private static Table<Record> table(String name) {
        return DSL.table(DSL.name(name));
    }

    private static Field<String> text(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARCHAR);
    }

    private static Field<Integer> number(String name) {
        return DSL.field(DSL.name(name), SQLDataType.INTEGER);
    }

    private static Field<Long> time(String name) {
        return DSL.field(DSL.name(name), SQLDataType.BIGINT);
    }
}
