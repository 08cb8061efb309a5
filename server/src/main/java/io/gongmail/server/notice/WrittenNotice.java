package io.gongmail.server.notice;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.SavedAudience;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A notice as a person writes it. It may be unfinished.
 *
 * @param author in whose name
 * @param text plain, its lines ended by LF
 * @param audience the expression
 * @param at when it goes, at the earliest
 * @param expires when it goes no more
 * @param corrects the one whose place it takes
 */
public record WrittenNotice(
        Address author,
        String subject,
        String text,
        String audience,
        NoticePriority priority,
        boolean mustRead,
        Optional<Instant> at,
        Optional<Instant> expires,
        List<Enclosure> enclosures,
        Optional<NoticeNumber> corrects) {
    public static final int LONGEST_SUBJECT = 200;
    public static final int LONGEST_TEXT = 20_000;
    public static final int LONGEST_AUDIENCE = SavedAudience.LONGEST;
    public static final int MOST_ENCLOSURES = 10;

    /** Octets of all enclosures together. */
    public static final int LARGEST_ENCLOSURES = 5 * 1024 * 1024;

    public WrittenNotice {
        subject = subject.replaceAll("\\p{Cntrl}+", " ").strip();
        text = text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
        audience = audience.replaceAll("\\p{Cntrl}+", " ").strip();
        enclosures = List.copyOf(enclosures);
    }

    /** One that corrects none. */
    public WrittenNotice(
            Address author,
            String subject,
            String text,
            String audience,
            NoticePriority priority,
            boolean mustRead,
            Optional<Instant> at,
            Optional<Instant> expires,
            List<Enclosure> enclosures) {
        this(author, subject, text, audience, priority, mustRead, at, expires, enclosures, Optional.empty());
    }

    /** The same, gone on with from what was saved before: what that corrects stays so. */
    public WrittenNotice after(WrittenNotice saved) {
        return new WrittenNotice(
                author, subject, text, audience, priority, mustRead, at, expires, enclosures, saved.corrects());
    }

    /** Whether it is within its bounds (G-986, with the part that is not). */
    Ruling<WrittenNotice> bounded() {
        if (subject.length() > LONGEST_SUBJECT) {
            return tooMuch("subject", LONGEST_SUBJECT);
        }
        if (text.length() > LONGEST_TEXT) {
            return tooMuch("text", LONGEST_TEXT);
        }
        if (audience.length() > LONGEST_AUDIENCE) {
            return tooMuch("audience", LONGEST_AUDIENCE);
        }
        if (enclosures.size() > MOST_ENCLOSURES) {
            return tooMuch("file", MOST_ENCLOSURES);
        }
        int octets = enclosures.stream().mapToInt(one -> one.octets().length).sum();
        return octets > LARGEST_ENCLOSURES ? tooMuch("file", LARGEST_ENCLOSURES) : Ruling.granted(this);
    }

    private static <T> Ruling<T> tooMuch(String part, int most) {
        return new Ruling.Refused<>("G-986", Map.of("part", part, "most", Integer.toString(most)));
    }

    /** Whether nothing is missing that a notice needs (G-980, with the part that is). */
    Ruling<WrittenNotice> finished() {
        if (subject.isEmpty()) {
            return Ruling.refused("G-980", "part", "subject");
        }
        if (text.isBlank()) {
            return Ruling.refused("G-980", "part", "text");
        }
        return audience.isEmpty() ? Ruling.refused("G-980", "part", "audience") : Ruling.granted(this);
    }
}
