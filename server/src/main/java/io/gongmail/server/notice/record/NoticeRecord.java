package io.gongmail.server.notice.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeLink;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.NoticeSeal;
import io.gongmail.store.registry.NoticeStep;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A notice and its steps, as they stand in a file.
 *
 * @param links each step, the first one first
 * @param seal of what was handed out
 */
record NoticeRecord(OfficialNotice notice, List<NoticeLink> links, Optional<NoticeSeal> seal) {
    NoticeRecord {
        links = List.copyOf(links);
    }

    /** Of the notice itself, and of its steps as {@code steps}. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("number", notice.number().toString());
        facts.put("version", notice.version());
        facts.put("state", notice.state().name());
        facts.put("sender", notice.sender().toString());
        facts.put("author", notice.author().toString());
        facts.put("agency", notice.agency());
        facts.put("contentSha256", notice.contentSha256());
        facts.put("subject", notice.subject());
        facts.put("audience", notice.audience());
        facts.put("members", notice.members());
        facts.put("membersSha256", notice.membersSha256());
        facts.put("octets", notice.octets());
        facts.put("folder", notice.folder());
        facts.put("priority", notice.priority().name());
        facts.put("mustRead", notice.mustRead());
        facts.put("envelopeId", notice.envelopeId());
        facts.put("submitted", notice.submitted().toString());
        facts.put("due", notice.due().toString());
        facts.put("expires", notice.expires().map(Instant::toString).orElse(""));
        facts.put("asker", notice.asker().map(Address::toString).orElse(""));
        facts.put("corrects", notice.corrects().map(NoticeNumber::toString).orElse(""));
        facts.put("messageSha256", seal.map(NoticeSeal::sha256).orElse(""));
        facts.put("messageAuditNumber", seal.map(NoticeSeal::auditNumber).orElse(0L));
        facts.put("steps", links.stream().map(NoticeRecord::facts).toList());
        return facts;
    }

    /** Of one step. */
    static Map<String, Object> facts(NoticeLink link) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", link.step().version());
        facts.put("from", link.step().from().name());
        facts.put("to", link.step().to().name());
        facts.put("actor", link.step().actor());
        facts.put("at", link.step().at().toString());
        facts.put("reason", link.step().reason());
        facts.put("hash", link.hash());
        facts.put("auditNumber", link.auditNumber().orElse(0));
        return facts;
    }

    /** @throws IllegalArgumentException when it is not what {@link #facts()} makes */
    static NoticeRecord of(JsonNode json) {
        try {
            return read(json);
        } catch (DateTimeException | NoSuchElementException e) {
            throw new IllegalArgumentException("not a notice", e);
        }
    }

    private static NoticeRecord read(JsonNode json) {
        OfficialNotice notice = new OfficialNotice(
                NoticeNumber.parse(text(json, "number")).orElseThrow(),
                json.path("version").asInt(),
                OfficialNoticeState.valueOf(text(json, "state")),
                Address.of(text(json, "sender")),
                Address.of(text(json, "author")),
                text(json, "agency"),
                text(json, "contentSha256"),
                text(json, "subject"),
                text(json, "audience"),
                json.path("members").asInt(),
                text(json, "membersSha256"),
                json.path("octets").asLong(),
                text(json, "folder"),
                NoticePriority.valueOf(text(json, "priority")),
                json.path("mustRead").asBoolean(),
                text(json, "envelopeId"),
                Instant.parse(text(json, "submitted")),
                Instant.parse(text(json, "due")),
                some(json, "expires").map(Instant::parse),
                some(json, "asker").map(Address::of),
                some(json, "corrects").flatMap(NoticeNumber::parse));
        List<NoticeLink> links = new ArrayList<>();
        json.path("steps").forEach(step -> links.add(link(step)));
        return new NoticeRecord(
                notice,
                links,
                some(json, "messageSha256")
                        .map(sha256 -> new NoticeSeal(
                                sha256, json.path("messageAuditNumber").asLong())));
    }

    private static NoticeLink link(JsonNode step) {
        long auditNumber = step.path("auditNumber").asLong();
        return new NoticeLink(
                new NoticeStep(
                        step.path("version").asInt(),
                        OfficialNoticeState.valueOf(text(step, "from")),
                        OfficialNoticeState.valueOf(text(step, "to")),
                        text(step, "actor"),
                        Instant.parse(text(step, "at")),
                        text(step, "reason")),
                text(step, "hash"),
                auditNumber == 0 ? OptionalLong.empty() : OptionalLong.of(auditNumber));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }

    private static Optional<String> some(JsonNode json, String name) {
        return Optional.of(text(json, name)).filter(text -> !text.isEmpty());
    }
}
