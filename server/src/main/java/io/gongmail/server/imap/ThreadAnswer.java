package io.gongmail.server.imap;

import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.james.imap.encode.ImapResponseComposer;

/**
 * THREAD (RFC 5256 §4).
 *
 * @param threads those that belong together, in parentheses; empty where there are none
 */
record ThreadAnswer(String threads) implements WrittenAnswer {
    /** @param ids what messages are called, by their places */
    static ThreadAnswer of(List<ThreadedMessage> threads, ImmutableLongArray ids) {
        StringBuilder text = new StringBuilder();
        for (ThreadedMessage thread : threads) {
            write(thread, ids, text);
        }
        return new ThreadAnswer(text.toString());
    }

    /** Without recursion: a thread may be as deep as the mailbox is large. */
    private static void write(ThreadedMessage thread, ImmutableLongArray ids, StringBuilder to) {
        Deque<Iterator<ThreadedMessage>> open = new ArrayDeque<>();
        open.push(List.of(thread).iterator());
        while (!open.isEmpty()) {
            Iterator<ThreadedMessage> siblings = open.peek();
            if (!siblings.hasNext()) {
                open.pop();
                if (!open.isEmpty()) {
                    to.append(')');
                }
                continue;
            }
            to.append('(');
            List<ThreadedMessage> last = chain(siblings.next(), ids, to);
            if (last.isEmpty()) {
                to.append(')');
            } else {
                open.push(last.iterator());
            }
        }
    }

    /** Writes messages one under the other, as far as each has one child; gives the children of the last, none or several. */
    private static List<ThreadedMessage> chain(ThreadedMessage first, ImmutableLongArray ids, StringBuilder to) {
        ThreadedMessage message = first;
        boolean some = false;
        while (true) {
            if (!message.isDummy()) {
                to.append(some ? " " : "").append(ids.get(message.place()));
                some = true;
            }
            if (message.children().size() != 1) {
                break;
            }
            message = message.children().get(0);
        }
        if (some && !message.children().isEmpty()) {
            to.append(' ');
        }
        return message.children();
    }

    @Override
    public void write(ImapResponseComposer to) throws IOException {
        to.untagged().message("THREAD");
        if (!threads.isEmpty()) {
            to.message(threads);
        }
        to.end();
    }
}
