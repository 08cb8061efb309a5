package io.gongmail.server.imap;

import io.gongmail.server.imap.ThreadedMessage.BaseSubjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Threads by subject (RFC 5256 §3, ORDEREDSUBJECT): under the first of each the others, by when they were sent. Not thread-safe. */
final class SubjectThreads {
    private final List<ThreadedMessage> all = new ArrayList<>();

    /** Takes a message, in the order of the mailbox. */
    void take(int place, long sent, BaseSubjectKey subject) {
        ThreadedMessage message = new ThreadedMessage();
        message.at(place, sent, subject);
        all.add(message);
    }

    /** The threads, by when the first of each was sent. */
    List<ThreadedMessage> threads() {
        all.sort(Comparator.comparing(
                        (ThreadedMessage message) -> message.subject().text())
                .thenComparing(ThreadedMessage::compare));
        List<ThreadedMessage> threads = new ArrayList<>();
        ThreadedMessage first = null;
        for (ThreadedMessage message : all) {
            if (first != null && first.subject().text().equals(message.subject().text())) {
                first.add(message);
            } else {
                first = message;
                threads.add(message);
            }
        }
        threads.sort(ThreadedMessage::compare);
        return threads;
    }
}
