package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.KeptMessage;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData.Item;
import org.jspecify.annotations.Nullable;

/** Writes an untagged FETCH answer (RFC 9051 §7.5.2) up to where its sections come. For one command; not thread-safe. */
final class FetchedLine {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern(
                    "dd-MMM-yyyy HH:mm:ss '+0000'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Set<Item> wanted;
    private final byte[] digits = new byte[20];
    private boolean first;

    FetchedLine(Set<Item> wanted) {
        this.wanted = wanted;
    }

    /**
     * @param flags whether they are told though nobody asked
     * @param description null where there is none
     * @param kept null where it is not asked for
     * @param thread null where it is in none, or it is not asked for
     */
    void write(
            ByteBuf to,
            int number,
            ListedMessage message,
            boolean recent,
            boolean flags,
            @Nullable DescriptionOctets description,
            @Nullable KeptMessage kept,
            @Nullable String thread) {
        ascii(to, "* ");
        number(to, number);
        ascii(to, " FETCH (");
        first = true;
        if (wanted.contains(Item.MODSEQ)) {
            item(to, "MODSEQ (");
            number(to, message.modSeq());
            to.writeByte(')');
        }
        if (flags || wanted.contains(Item.FLAGS)) {
            flags(to, message, recent);
        }
        if (wanted.contains(Item.INTERNAL_DATE)) {
            item(to, "INTERNALDATE ");
            date(to, message.internalDate());
        }
        if (wanted.contains(Item.SIZE)) {
            item(to, "RFC822.SIZE ");
            number(to, message.content().size());
        }
        if (description != null) {
            value(to, Item.ENVELOPE, "ENVELOPE ", description.envelope());
            value(to, Item.BODY, "BODY ", description.body());
            value(to, Item.BODY_STRUCTURE, "BODYSTRUCTURE ", description.bodyStructure());
        }
        if (kept != null) {
            kept(to, kept);
        }
        if (wanted.contains(Item.THREADID)) {
            item(to, thread == null ? "THREADID NIL" : "THREADID (" + thread + ')'); // RFC 8474 §5.2
        }
        if (wanted.contains(Item.UID)) {
            item(to, "UID ");
            number(to, message.uid());
        }
    }

    private void kept(ByteBuf to, KeptMessage kept) {
        if (wanted.contains(Item.EMAILID)) {
            item(to, "EMAILID (");
            ascii(to, kept.id());
            to.writeByte(')');
        }
        if (wanted.contains(Item.SAVEDATE)) {
            Long savedAt = kept.savedAt();
            item(to, savedAt == null ? "SAVEDATE NIL" : "SAVEDATE ");
            if (savedAt != null) {
                date(to, savedAt);
            }
        }
    }

    private void date(ByteBuf to, long millis) {
        to.writeByte('"');
        ascii(to, DATE_TIME.format(Instant.ofEpochMilli(millis)));
        to.writeByte('"');
    }

    /** RFC 8970 §5. A quoted string has no other characters than those of US-ASCII. */
    void preview(ByteBuf to, Optional<String> text) {
        item(to, "PREVIEW ");
        if (text.isEmpty()) {
            ascii(to, "NIL");
        } else if (text.get().chars().allMatch(each -> each < 0x80)) {
            ascii(to, '"' + text.get().replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        } else {
            byte[] octets = text.get().getBytes(StandardCharsets.UTF_8);
            to.writeByte('{');
            number(to, octets.length);
            ascii(to, "}\r\n");
            to.writeBytes(octets);
        }
    }

    /** The name and length of a section whose octets come next. */
    void section(ByteBuf to, String name, long octets) {
        item(to, name);
        ascii(to, " {");
        number(to, octets);
        ascii(to, "}\r\n");
    }

    /** The same of a section without its transfer encoding, in which there may be a NUL (RFC 3516 §7, literal8). */
    void decoded(ByteBuf to, String name, long octets, boolean nul) {
        item(to, name);
        ascii(to, nul ? " ~{" : " {");
        number(to, octets);
        ascii(to, "}\r\n");
    }

    /** How many octets a section has. */
    void size(ByteBuf to, String name, long octets) {
        item(to, name);
        to.writeByte(' ');
        number(to, octets);
    }

    /** A section that the message does not have. */
    void none(ByteBuf to, String name) {
        item(to, name);
        ascii(to, " NIL");
    }

    static void end(ByteBuf to) {
        ascii(to, ")\r\n");
    }

    private void flags(ByteBuf to, ListedMessage message, boolean recent) {
        item(to, "FLAGS (");
        String names = recent ? withRecent(message.systemFlags()) : message.systemFlags();
        ascii(to, names);
        boolean some = !names.isEmpty();
        if (message.keywords() != null) {
            for (String keyword : message.keywordList()) {
                if (some) {
                    to.writeByte(' ');
                }
                ascii(to, keyword);
                some = true;
            }
        }
        to.writeByte(')');
    }

    /** In the order in which STORE and what comes unasked tell them, so that the same flags are the same text. */
    private static String withRecent(String names) {
        int seen = names.indexOf("\\Seen");
        if (seen >= 0) {
            return names.substring(0, seen) + "\\Recent " + names.substring(seen);
        }
        return names.isEmpty() ? "\\Recent" : names + " \\Recent";
    }

    private void value(ByteBuf to, Item item, String name, ByteBuffer octets) {
        if (wanted.contains(item)) {
            item(to, name);
            to.writeBytes(octets);
        }
    }

    private void item(ByteBuf to, String name) {
        if (!first) {
            to.writeByte(' ');
        }
        first = false;
        ascii(to, name);
    }

    private static void ascii(ByteBuf to, String text) {
        ByteBufUtil.writeAscii(to, text);
    }

    private void number(ByteBuf to, long number) {
        int at = digits.length;
        long left = number;
        do {
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        to.writeBytes(digits, at, digits.length - at);
    }
}
