package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ASKER;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.VERSION;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Between rows of notices and their values. */
final class NoticeRows {
    static final Field<String> CLAIM = text("claim");
    static final Field<Long> DUE = time("due");
    static final Field<Long> EXPIRES = time("expires");
    static final Field<Integer> PRIORITY = number("priority");
    static final Field<String> CORRECTS = text("corrects");

    private static final Field<String> SENDER = text("sender");
    private static final Field<String> AUTHOR = text("author");
    private static final Field<String> CONTENT_SHA256 = text("content_sha256");
    private static final Field<String> SUBJECT = text("subject");
    private static final Field<String> AUDIENCE = text("audience");
    private static final Field<Integer> MEMBERS = number("members");
    private static final Field<String> MEMBERS_SHA256 = text("members_sha256");
    private static final Field<Long> OCTETS = time("octets");
    private static final Field<String> FOLDER = text("folder");
    private static final Field<Integer> MUST_READ = number("must_read");
    private static final Field<String> ENVELOPE_ID = text("envelope_id");

    private NoticeRows() {}

    private static Field<String> text(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARCHAR);
    }

    private static Field<Integer> number(String name) {
        return DSL.field(DSL.name(name), SQLDataType.INTEGER);
    }

    private static Field<Long> time(String name) {
        return DSL.field(DSL.name(name), SQLDataType.BIGINT);
    }

    /** One for each sender and what it calls a notice. */
    static String claim(Address sender, String key) {
        return Sha256.hex(sender + "\n" + key);
    }

    static byte[] lines(List<Address> members) {
        StringBuilder lines = new StringBuilder();
        members.forEach(member -> lines.append(member.localPart())
                .append('@')
                .append(member.domain())
                .append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static SelectJoinStep<Record> select(DSLContext sql) {
        return sql.select(List.of(
                        ID,
                        VERSION,
                        STATE,
                        SENDER,
                        AUTHOR,
                        OF_AGENCY,
                        CONTENT_SHA256,
                        SUBJECT,
                        AUDIENCE,
                        MEMBERS,
                        MEMBERS_SHA256,
                        OCTETS,
                        FOLDER,
                        PRIORITY,
                        MUST_READ,
                        ENVELOPE_ID,
                        SUBMITTED,
                        DUE,
                        EXPIRES,
                        ASKER,
                        CORRECTS))
                .from(OFFICIAL_NOTICE);
    }

    static OfficialNotice notice(Record row) {
        return new OfficialNotice(
                NoticeNumber.parse(row.get(ID)).orElseThrow(),
                row.get(VERSION),
                OfficialNoticeState.valueOf(row.get(STATE)),
                Address.of(row.get(SENDER)),
                Address.of(row.get(AUTHOR)),
                row.get(OF_AGENCY),
                row.get(CONTENT_SHA256),
                row.get(SUBJECT),
                row.get(AUDIENCE),
                row.get(MEMBERS),
                row.get(MEMBERS_SHA256),
                row.get(OCTETS),
                row.get(FOLDER),
                NoticePriority.values()[row.get(PRIORITY)],
                row.get(MUST_READ) == 1,
                row.get(ENVELOPE_ID),
                Instant.ofEpochMilli(row.get(SUBMITTED)),
                Instant.ofEpochMilli(row.get(DUE)),
                Optional.ofNullable(row.get(EXPIRES)).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.get(ASKER)).map(Address::of),
                Optional.ofNullable(row.get(CORRECTS)).flatMap(NoticeNumber::parse));
    }

    static void insert(
            DSLContext sql, NoticeNumber number, NoticeDraft draft, String claim, String membersSha256, Instant now) {
        sql.insertInto(OFFICIAL_NOTICE)
                .set(ID, number.toString())
                .set(VERSION, 1)
                .set(STATE, OfficialNoticeState.SUBMITTED.name())
                .set(SENDER, draft.sender().toString())
                .set(AUTHOR, draft.author().toString())
                .set(OF_AGENCY, draft.agency())
                .set(CLAIM, claim)
                .set(CONTENT_SHA256, draft.contentSha256())
                .set(SUBJECT, draft.subject())
                .set(AUDIENCE, draft.audience())
                .set(MEMBERS, draft.members().size())
                .set(MEMBERS_SHA256, membersSha256)
                .set(OCTETS, draft.octets())
                .set(FOLDER, draft.folder())
                .set(PRIORITY, draft.priority().ordinal())
                .set(MUST_READ, draft.mustRead() ? 1 : 0)
                .set(ENVELOPE_ID, draft.envelopeId())
                .set(SUBMITTED, now.toEpochMilli())
                .set(DUE, draft.due().toEpochMilli())
                .set(EXPIRES, draft.expires().map(Instant::toEpochMilli).orElse(null))
                .set(CORRECTS, draft.corrects().map(NoticeNumber::toString).orElse(null))
                .execute();
    }
}
