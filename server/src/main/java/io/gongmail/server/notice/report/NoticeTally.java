package io.gongmail.server.notice.report;

import io.gongmail.store.mail.NoticeFailure;
import java.util.Map;

/**
 * How a notice stands with some of its audience. Each of them counts in exactly one of {@code owed}, {@code unread}, {@code read}, {@code
 * deleted}, {@code recalled} and the failures.
 *
 * @param owed who do not have it yet
 * @param unread who have it and have not read it
 * @param read who have read it, whether or not they have it still
 * @param deleted who deleted it and had not read it
 * @param recalled from whom it was taken unread, or who never got it
 * @param failures how many cannot have it, and why
 */
public record NoticeTally(
        int owed, int unread, int read, int deleted, int recalled, Map<NoticeFailure, Integer> failures) {
    public NoticeTally {
        failures = Map.copyOf(failures);
    }

    /** Who cannot have it. */
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Who got it, whatever they did with it. */
    public int delivered() {
        return unread + read + deleted;
    }

    /** All of them. */
    public int members() {
        return owed + delivered() + recalled + failed();
    }
}
