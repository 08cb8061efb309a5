package io.gongmail.server.imap;

import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.gongmail.server.imap.ThreadedMessage.BaseSubjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Threads by what messages refer to (RFC 5256 §3, REFERENCES). Identifiers are kept as hashes of 128 bits; of messages that are
 * not there at most {@link #MOST_DUMMIES}, and who refers to more of them refers to nothing. For one command; not thread-safe.
 */
final class ReferenceThreads {
    static final int MOST_DUMMIES = 400_000;

    /** So many steps up from parent to parent at most, of all messages together, look for loops. */
    private static final long MOST_STEPS = 100_000_000;

    private final HashFunction hash = Hashing.goodFastHash(128);
    private final Map<HashCode, ThreadedMessage> byId = new HashMap<>();
    private final List<ThreadedMessage> all = new ArrayList<>();
    private int dummies;
    private long steps;

    /**
     * Step 1: takes a message, in the order of the mailbox.
     *
     * @param id empty where it has none
     * @param references what it refers to, the nearest last
     */
    void take(int place, String id, List<String> references, long sent, BaseSubjectKey subject) {
        ThreadedMessage message = own(id);
        message.at(place, sent, subject);
        ThreadedMessage nearest = null;
        for (String reference : references) {
            ThreadedMessage next = referred(reference);
            if (next == null) {
                continue;
            }
            // A: "if they are already linked, don't change the existing links", and no loops.
            if (nearest != null && next.parent() == null && !isUnder(nearest, next)) {
                next.under(nearest);
            }
            nearest = next;
        }
        // B: what it says itself beats what others said of it.
        message.under(null);
        if (nearest != null && !isUnder(nearest, message)) {
            message.under(nearest);
        }
    }

    /** Of two that have the same identifier the second has none. */
    private ThreadedMessage own(String id) {
        if (!id.isEmpty()) {
            HashCode key = hash.hashString(id, StandardCharsets.UTF_8);
            ThreadedMessage known = byId.get(key);
            if (known != null && known.isDummy()) {
                dummies--;
                return known;
            }
            if (known == null) {
                ThreadedMessage message = begun();
                byId.put(key, message);
                return message;
            }
        }
        return begun();
    }

    private @Nullable ThreadedMessage referred(String id) {
        HashCode key = hash.hashString(id, StandardCharsets.UTF_8);
        ThreadedMessage known = byId.get(key);
        if (known == null && dummies < MOST_DUMMIES) {
            dummies++;
            known = begun();
            byId.put(key, known);
        }
        return known;
    }

    private ThreadedMessage begun() {
        ThreadedMessage message = new ThreadedMessage();
        all.add(message);
        return message;
    }

    /** Whether {@code message} is {@code above} or somewhere under it; past the steps it is taken to be. */
    private boolean isUnder(ThreadedMessage message, ThreadedMessage above) {
        if (message == above) {
            return true;
        }
        if (!above.mayHaveChildren()) {
            return false;
        }
        for (ThreadedMessage each = message.parent(); each != null; each = each.parent()) {
            if (each == above || ++steps > MOST_STEPS) {
                return true;
            }
        }
        return false;
    }

    /** Steps 2 to 6: the threads, by when they were sent. */
    List<ThreadedMessage> threads() {
        List<ThreadedMessage> roots = pruned();
        all.forEach(ThreadedMessage::sortChildren);
        roots.sort(ThreadedMessage::compare); // 4
        List<ThreadedMessage> threads = new ArrayList<>(merged(roots));
        threads.forEach(ThreadedMessage::sortChildren);
        all.forEach(ThreadedMessage::sortChildren);
        threads.sort(ThreadedMessage::compare); // 6
        return threads;
    }

    /**
     * Steps 2 and 3. A dummy under another message gives its children to the one above it; at the top it stays if it has
     * several.
     */
    private List<ThreadedMessage> pruned() {
        List<ThreadedMessage> tops = new ArrayList<>();
        Map<ThreadedMessage, ThreadedMessage> holders = new IdentityHashMap<>();
        for (ThreadedMessage message : all) {
            ThreadedMessage parent = message.parent();
            if (parent == null) {
                tops.add(message);
            } else if (!message.isDummy()) {
                holder(parent, holders).add(message);
            }
        }
        List<ThreadedMessage> roots = new ArrayList<>();
        for (ThreadedMessage top : tops) {
            if (!top.isDummy() || top.children().size() > 1) {
                roots.add(top);
            } else {
                roots.addAll(top.children());
            }
        }
        return roots;
    }

    /** The nearest message that stays, from {@code message} up: one that is there, or the topmost. Remembers its way. */
    private static ThreadedMessage holder(ThreadedMessage message, Map<ThreadedMessage, ThreadedMessage> holders) {
        List<ThreadedMessage> way = new ArrayList<>();
        ThreadedMessage at = message;
        while (at.isDummy() && at.parent() != null) {
            ThreadedMessage known = holders.get(at);
            if (known != null) {
                at = known;
                break;
            }
            way.add(at);
            at = at.parent();
        }
        for (ThreadedMessage passed : way) {
            holders.put(passed, at);
        }
        return at;
    }

    /** Step 5: threads of the same subject become one. */
    private Collection<ThreadedMessage> merged(List<ThreadedMessage> roots) {
        Map<Casemap, ThreadedMessage> bySubject = new HashMap<>();
        for (ThreadedMessage root : roots) { // B
            BaseSubjectKey subject = root.subject();
            ThreadedMessage known = bySubject.get(subject.text());
            if (!subject.text().isEmpty() && (known == null || isBetter(root, known))) {
                bySubject.put(subject.text(), root);
            }
        }
        Set<ThreadedMessage> left = new LinkedHashSet<>(roots);
        for (ThreadedMessage root : roots) { // C
            Casemap subject = root.subject().text();
            ThreadedMessage known = bySubject.get(subject);
            if (subject.isEmpty() || known == null || known == root) {
                continue;
            }
            left.remove(root);
            if (known.isDummy() && root.isDummy()) {
                root.children().forEach(known::add);
            } else if (known.isDummy()
                    || root.subject().isReplyOrForward() && !known.subject().isReplyOrForward()) {
                known.add(root);
            } else {
                ThreadedMessage both = new ThreadedMessage();
                both.add(known);
                both.add(root);
                left.remove(known);
                left.add(both);
                bySubject.put(subject, both);
            }
        }
        return left;
    }

    private static boolean isBetter(ThreadedMessage root, ThreadedMessage known) {
        return !known.isDummy()
                && (root.isDummy()
                        || known.subject().isReplyOrForward() && !root.subject().isReplyOrForward());
    }
}
