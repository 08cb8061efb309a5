package io.gongmail.store.mail;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;

/** A query made by chance, and the plain sense of it. */
record GeneratedQuery(Criterion criterion, Predicate<GeneratedQuery.Stored> holds, String told) {
    /** A message where it was put. */
    record Stored(GeneratedMessage message, long uid, Flags flags, Instant arrived, long size) {
        boolean own(String name, Predicate<String> value) {
            return message.headers().stream()
                    .anyMatch(header -> header.name().equalsIgnoreCase(name) && value.test(header.value()));
        }
    }

    static GeneratedQuery of(Random random, List<GeneratedMessage> messages, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return compound(random, messages, depth);
        }
        return random.nextInt(3) == 0 ? fact(random) : text(random, messages);
    }

    private static GeneratedQuery compound(Random random, List<GeneratedMessage> messages, int depth) {
        GeneratedQuery one = of(random, messages, depth - 1);
        GeneratedQuery two = of(random, messages, depth - 1);
        String both = "(" + one.told() + ", " + two.told() + ")";
        return switch (random.nextInt(3)) {
            case 0 ->
                new GeneratedQuery(
                        SearchQuery.and(one.criterion(), two.criterion()),
                        one.holds().and(two.holds()),
                        "and" + both);
            case 1 ->
                new GeneratedQuery(
                        SearchQuery.or(one.criterion(), two.criterion()),
                        one.holds().or(two.holds()),
                        "or" + both);
            default ->
                new GeneratedQuery(SearchQuery.not(one.criterion()), one.holds().negate(), "not(" + one.told() + ")");
        };
    }

    private static GeneratedQuery fact(Random random) {
        int number = random.nextInt(9);
        return switch (random.nextInt(8)) {
            case 0 ->
                new GeneratedQuery(
                        SearchQuery.flagIsSet(Flag.SEEN),
                        stored -> stored.flags().contains(Flag.SEEN),
                        "seen");
            case 1 ->
                new GeneratedQuery(
                        SearchQuery.flagIsUnSet("work"),
                        stored -> !stored.flags().contains("work"),
                        "unkeyword");
            case 2 ->
                new GeneratedQuery(
                        SearchQuery.uid(new SearchQuery.UidRange(MessageUid.of(5), MessageUid.of(20L + number))),
                        stored -> stored.uid() >= 5 && stored.uid() <= 20 + number,
                        "uid 5:" + (20 + number));
            case 3 ->
                new GeneratedQuery(
                        SearchQuery.sizeGreaterThan(300 + 50 * number),
                        stored -> stored.size() > 300 + 50 * number,
                        "larger");
            case 4 ->
                new GeneratedQuery(
                        SearchQuery.internalDateBefore(day(2 + number), DateResolution.Day),
                        stored -> stored.arrived().atZone(ZoneOffset.UTC).getDayOfMonth() < 2 + number,
                        "before " + (2 + number));
            case 5 -> sent(2 + number);
            case 6 -> header(random.nextBoolean() ? "x-mark" : "CC", "");
            default -> new GeneratedQuery(SearchQuery.all(), stored -> true, "all");
        };
    }

    /** By the day that is written, whatever the time zone. */
    private static GeneratedQuery sent(int day) {
        Predicate<Stored> on = stored -> stored.own("date", value -> value.startsWith(day + " "));
        return new GeneratedQuery(SearchQuery.headerDateOn("Date", day(day), DateResolution.Day), on, "senton " + day);
    }

    private static Date day(int day) {
        return Date.from(LocalDate.of(2026, 3, day).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static GeneratedQuery text(Random random, List<GeneratedMessage> messages) {
        GeneratedMessage message = messages.get(random.nextInt(messages.size()));
        List<String> from = new ArrayList<>(random.nextBoolean() ? message.texts() : message.lines());
        from.add(GeneratedMessage.words(random, 1));
        String needle = part(random, from.get(random.nextInt(from.size())));
        return switch (random.nextInt(8)) {
            case 0 ->
                new GeneratedQuery(
                        SearchQuery.bodyContains(needle),
                        stored -> any(stored.message().texts(), needle),
                        "body " + needle);
            case 1, 2 ->
                new GeneratedQuery(
                        SearchQuery.mailContains(needle),
                        stored -> any(stored.message().texts(), needle)
                                || any(stored.message().lines(), needle),
                        "text " + needle);
            case 3 ->
                new GeneratedQuery(
                        SearchQuery.subject(needle), header("Subject", needle).holds(), "subject " + needle);
            case 4 ->
                new GeneratedQuery(
                        SearchQuery.address(AddressType.From, needle),
                        header("From", needle).holds(),
                        "from " + needle);
            case 5 ->
                new GeneratedQuery(
                        SearchQuery.address(AddressType.To, needle),
                        header("To", needle).holds(),
                        "to " + needle);
            case 6 -> header("X-MARK", needle);
            default -> header("Subject", needle);
        };
    }

    private static GeneratedQuery header(String name, String needle) {
        return new GeneratedQuery(
                SearchQuery.headerContains(name, needle),
                stored -> stored.own(name, value -> GeneratedMessage.has(value, needle)),
                "header " + name + " " + needle);
    }

    private static boolean any(List<String> texts, String needle) {
        return texts.stream().anyMatch(text -> GeneratedMessage.has(text, needle));
    }

    /** Some characters that follow one another, in whatever case and form. */
    private static String part(Random random, String text) {
        String composed = Normalizer.normalize(text, Form.NFC).strip();
        if (composed.isEmpty()) {
            return "가";
        }
        int from = random.nextInt(composed.length());
        int to = Math.min(composed.length(), from + 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 4));
        String part = composed.substring(from, to);
        // Character by character: what has no capital of its own, as ß, keeps its case (RFC 5051).
        String cased = random.nextBoolean()
                ? part.chars()
                        .mapToObj(each -> Character.toString(Character.toUpperCase(each)))
                        .collect(Collectors.joining())
                : part;
        return random.nextInt(3) == 0 ? Normalizer.normalize(cased, Form.NFD) : cased;
    }
}
