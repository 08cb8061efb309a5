package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message in a thread, or one that others refer to and that is not there: a dummy (RFC 5256 §3). Not thread-safe. */
final class ThreadedMessage {
    private static final int NOWHERE = -1;

    private int place = NOWHERE;
    private long sent;
    private BaseSubjectKey subject = BaseSubjectKey.NONE;
    private @Nullable ThreadedMessage parent;
    private List<ThreadedMessage> children = List.of();
    private boolean adopted;

    /** A subject to compare. */
    record BaseSubjectKey(Casemap text, boolean isReplyOrForward) {
        static final BaseSubjectKey NONE = new BaseSubjectKey(Casemap.EMPTY, false);

        static BaseSubjectKey of(String subject) {
            BaseSubject base = BaseSubject.of(subject);
            return new BaseSubjectKey(Casemap.of(base.text()), base.isReplyOrForward());
        }
    }

    /** It is there. */
    void at(int itsPlace, long itsSent, BaseSubjectKey itsSubject) {
        place = itsPlace;
        sent = itsSent;
        subject = itsSubject;
    }

    boolean isDummy() {
        return place == NOWHERE;
    }

    int place() {
        return place;
    }

    /** Of a dummy that of its first child (§3, step 4). */
    long sent() {
        return isDummy() && !children.isEmpty() ? children.get(0).sent : sent;
    }

    /** Of a dummy that of its first child (§3, step 5). */
    BaseSubjectKey subject() {
        return isDummy() && !children.isEmpty() ? children.get(0).subject : subject;
    }

    @Nullable
    ThreadedMessage parent() {
        return parent;
    }

    void under(@Nullable ThreadedMessage newParent) {
        parent = newParent;
        if (newParent != null) {
            newParent.adopted = true;
        }
    }

    /** Whether any message was ever put under it: one that has none is above no other. */
    boolean mayHaveChildren() {
        return adopted;
    }

    List<ThreadedMessage> children() {
        return children;
    }

    void add(ThreadedMessage child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(2);
        }
        children.add(child);
    }

    /** By when they were sent; what is the same in the order of the mailbox. */
    static int compare(ThreadedMessage one, ThreadedMessage other) {
        int bySent = Long.compare(one.sent(), other.sent());
        return bySent != 0 ? bySent : Integer.compare(one.firstPlace(), other.firstPlace());
    }

    private int firstPlace() {
        return isDummy() && !children.isEmpty() ? children.get(0).place : place;
    }

    void sortChildren() {
        if (children.size() > 1) {
            children.sort(ThreadedMessage::compare);
        }
    }
}
