package io.gongmail.server.notice.report;

import io.gongmail.store.mail.NoticeFailure;
import io.gongmail.store.registry.Whereabouts.Desk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What reports tell, by name, as JSON has it; names of CSV's columns are the same. */
public final class NoticeFacts {
    private NoticeFacts() {}

    /** Of a whole report, with its lines. */
    public static Map<String, Object> of(NoticeSums sums) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("number", sums.number().toString());
        facts.put("taken", sums.taken().toString());
        facts.put("audience", sums.audience());
        facts.put("erased", sums.erased());
        facts.putAll(of(sums.all()));
        facts.put("agencies", lines(sums.agencies(), false));
        facts.put("units", lines(sums.units(), true));
        facts.put(
                "corrections", sums.corrections().stream().map(NoticeFacts::of).toList());
        return facts;
    }

    private static Map<String, Object> of(NoticeSums.Correction correction) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("corrected", correction.of().toString());
        facts.put("correction", correction.by().toString());
        facts.put("takenUnread", correction.unread());
        facts.put("hadRead", correction.read());
        return facts;
    }

    private static List<Map<String, Object>> lines(List<NoticeSums.Line> lines, boolean withUnit) {
        return lines.stream().map(line -> of(line, withUnit)).toList();
    }

    private static Map<String, Object> of(NoticeSums.Line line, boolean withUnit) {
        Map<String, Object> facts = of(line.desk(), withUnit);
        facts.putAll(of(line.tally()));
        return facts;
    }

    private static Map<String, Object> of(Desk desk, boolean withUnit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("agency", desk.agency());
        facts.put("agencyName", desk.agencyName());
        if (withUnit) {
            facts.put("unit", desk.unit());
        }
        return facts;
    }

    /** Of some of the audience. */
    public static Map<String, Object> of(NoticeTally tally) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("members", tally.members());
        facts.put("owed", tally.owed());
        facts.put("delivered", tally.delivered());
        facts.put("read", tally.read());
        facts.put("unread", tally.unread());
        facts.put("deletedUnread", tally.deleted());
        facts.put("recalled", tally.recalled());
        facts.put("failed", tally.failed());
        for (NoticeFailure failure : NoticeFailure.values()) {
            facts.put("failed" + capitalized(failure), tally.failures().getOrDefault(failure, 0));
        }
        return facts;
    }

    /** Of one of them. */
    public static Map<String, Object> of(NoticeMember member) {
        return of(member.copy().owner().asString(), member);
    }

    /** @param address as it was, whatever it is now */
    public static Map<String, Object> of(String address, NoticeMember member) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address);
        facts.putAll(of(member.desk(), true));
        facts.put("state", told(member.copy().state()));
        facts.put("since", member.copy().when().toString());
        facts.put("failure", member.copy().failure().map(NoticeFacts::told).orElse(""));
        return facts;
    }

    /** Of one of whom nothing is known, as nothing was posted. */
    public static Map<String, Object> ofUnknown(String address) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address);
        facts.putAll(of(Desk.UNKNOWN, true));
        facts.put("state", "");
        facts.put("since", "");
        facts.put("failure", "");
        return facts;
    }

    /** NO_MAILBOX is NoMailbox. */
    private static String capitalized(Enum<?> value) {
        return Arrays.stream(value.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String told(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
