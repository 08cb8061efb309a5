package io.gongmail.bench;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the clients sent and what of it was acknowledged; it lives outside of the killed process. Thread-safe. */
final class Journal {
    /** A mailbox of an account. */
    record Place(String account, String mailbox) {}

    /**
     * A message that was offered, under its own id. Of its text there is a summary: what many rounds offer is more than fits into memory.
     *
     * @param sum SHA-256 of its text in hexadecimal digits
     * @param places where it must be, once in each, when it was acknowledged
     * @param whole whether nothing may stand before the text in the mailbox
     */
    record Offered(String id, String sum, List<Place> places, boolean whole) {
        static Offered of(String id, String text, List<Place> places, boolean whole) {
            return new Offered(id, sum(text), places, whole);
        }

        /** Whether that is its text. */
        boolean is(String text) {
            return sum.equals(sum(text));
        }

        private static String sum(String text) {
            return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
        }
    }

    /** @param uid what {@code APPENDUID} named, 0 when the message was submitted */
    record Acknowledged(Offered message, long uid) {}

    private final Map<String, Offered> offered = new ConcurrentHashMap<>();
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong submissions = new AtomicLong();
    private final AtomicLong appends = new AtomicLong();

    void offer(Offered message) {
        offered.put(message.id(), message);
    }

    /** The server said 250 to the end of its data. */
    void submitted(Offered message) {
        acknowledged.put(message.id(), new Acknowledged(message, 0));
        submissions.incrementAndGet();
    }

    /** The server said OK with {@code APPENDUID}; {@code uid} is what it named. */
    void appended(Offered message, long uid) {
        acknowledged.put(message.id(), new Acknowledged(message, uid));
        appends.incrementAndGet();
    }

    long submissions() {
        return submissions.get();
    }

    long appends() {
        return appends.get();
    }

    Map<String, Offered> offered() {
        return offered;
    }

    /** By id. */
    Map<String, Acknowledged> acknowledged() {
        return acknowledged;
    }
}
