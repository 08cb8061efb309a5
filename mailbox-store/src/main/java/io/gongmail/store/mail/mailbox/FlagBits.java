package io.gongmail.store.mail.mailbox;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;

/** Flags as they stand in the table: bits for the system's, lines for keywords. */
final class FlagBits {
    static final int SEEN = 1;
    static final int DELETED = 2;
    static final int RECENT = 4;
    private static final int ANSWERED = 8;
    private static final int FLAGGED = 16;
    private static final int DRAFT = 32;
    private static final int LONGEST = 2_000;

    /** For all that may be set together but \\Recent, which is the session's to tell. */
    private static final String[] NAMED = new String[2 * DRAFT];

    static {
        for (int bits = 0; bits < NAMED.length; bits++) {
            StringJoiner names = new StringJoiner(" ");
            name(names, bits, ANSWERED, "\\Answered");
            name(names, bits, DELETED, "\\Deleted");
            name(names, bits, DRAFT, "\\Draft");
            name(names, bits, FLAGGED, "\\Flagged");
            name(names, bits, SEEN, "\\Seen");
            NAMED[bits] = names.toString();
        }
    }

    private FlagBits() {}

    private static void name(StringJoiner names, int bits, int bit, String name) {
        if ((bits & bit) != 0) {
            names.add(name);
        }
    }

    /** The system's flags but \\Recent, with blanks between. */
    static String named(int bits) {
        return NAMED[bits & (NAMED.length - 1)];
    }

    static int of(Flags flags) {
        return bit(flags, Flag.SEEN, SEEN)
                | bit(flags, Flag.DELETED, DELETED)
                | bit(flags, Flag.RECENT, RECENT)
                | bit(flags, Flag.ANSWERED, ANSWERED)
                | bit(flags, Flag.FLAGGED, FLAGGED)
                | bit(flags, Flag.DRAFT, DRAFT);
    }

    private static int bit(Flags flags, Flag flag, int bit) {
        return flags.contains(flag) ? bit : 0;
    }

    static Flags flags(int bits, @Nullable String keywords) {
        Flags flags = new Flags();
        add(flags, bits, SEEN, Flag.SEEN);
        add(flags, bits, DELETED, Flag.DELETED);
        add(flags, bits, RECENT, Flag.RECENT);
        add(flags, bits, ANSWERED, Flag.ANSWERED);
        add(flags, bits, FLAGGED, Flag.FLAGGED);
        add(flags, bits, DRAFT, Flag.DRAFT);
        lines(keywords).forEach(flags::add);
        return flags;
    }

    private static void add(Flags flags, int bits, int bit, Flag flag) {
        if ((bits & bit) != 0) {
            flags.add(flag);
        }
    }

    /** The keywords of {@code flags}, one a line; null when there are none. */
    static @Nullable String keywords(Flags flags) throws MailboxException {
        String lines = uncheckedKeywords(flags);
        if (lines != null && lines.length() > LONGEST) {
            throw new MailboxException("the keywords of one message may have " + LONGEST + " characters together");
        }
        return lines;
    }

    static @Nullable String uncheckedKeywords(Flags flags) {
        String[] names = flags.getUserFlags();
        if (names.length == 0) {
            return null;
        }
        Arrays.sort(names);
        return joined(Arrays.asList(names));
    }

    static String joined(Collection<String> lines) {
        return String.join("\n", lines);
    }

    static List<String> lines(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
    }
}
