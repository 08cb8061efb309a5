package io.gongmail.server.portal;

import io.gongmail.server.notice.Enclosure;
import io.gongmail.server.notice.WrittenNotice;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticePriority;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What stands in the fields of a notice's form, as it was entered. Times are by the clock of Korea. */
record NoticeForm(
        String author,
        String subject,
        String text,
        String audience,
        String priority,
        boolean mustRead,
        String at,
        String expires) {
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    /** As a browser has it (HTML, local date and time). */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

    /** An empty one. */
    static NoticeForm of(Address author) {
        return new NoticeForm(author.toString(), "", "", "", NoticePriority.NORMAL.name(), false, "", "");
    }

    static NoticeForm of(Visit visit) {
        return new NoticeForm(
                visit.field("author"),
                visit.field("subject"),
                visit.field("text"),
                visit.field("audience"),
                visit.field("priority"),
                visit.field("must-read").equals("yes"),
                visit.field("at"),
                visit.field("expires"));
    }

    static NoticeForm of(WrittenNotice notice) {
        return new NoticeForm(
                notice.author().toString(),
                notice.subject(),
                notice.text(),
                notice.audience(),
                notice.priority().name(),
                notice.mustRead(),
                notice.at().map(NoticeForm::entered).orElse(""),
                notice.expires().map(NoticeForm::entered).orElse(""));
    }

    private static String entered(Instant at) {
        return TIME.format(at.atZone(KOREA));
    }

    /**
     * What it says; refused where that is none of the visitor's names (G-939), or a time is none (G-983).
     *
     * @param authors in whose names the visitor may write
     */
    Ruling<WrittenNotice> written(List<Address> authors, List<Enclosure> files) {
        Optional<Address> by =
                authors.stream().filter(one -> one.toString().equals(author)).findFirst();
        if (by.isEmpty()) {
            return Ruling.refused("G-939");
        }
        Ruling<Optional<Instant>> end = time("expires", expires);
        return time("at", at)
                .then(begin -> end.then(over -> Ruling.granted(
                        new WrittenNotice(by.get(), subject, text, audience, chosen(), mustRead, begin, over, files))));
    }

    private NoticePriority chosen() {
        return Arrays.stream(NoticePriority.values())
                .filter(one -> one.name().equals(priority))
                .findFirst()
                .orElse(NoticePriority.NORMAL);
    }

    private static Ruling<Optional<Instant>> time(String part, String text) {
        if (text.isEmpty()) {
            return Ruling.granted(Optional.empty());
        }
        try {
            return Ruling.granted(Optional.of(
                    LocalDateTime.parse(text.replace(' ', 'T')).atZone(KOREA).toInstant()));
        } catch (DateTimeException e) {
            return new Ruling.Refused<>("G-983", Map.of("part", part, "found", text));
        }
    }
}
