package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import java.util.List;
import javax.mail.Flags;
import org.jspecify.annotations.Nullable;

/**
 * A message as a list shows it, without its envelope and structures.
 *
 * @param bits system flags as {@link FlagBits} has them
 * @param keywords user flags, one a line
 * @param internalDate milliseconds since the epoch
 * @param headerOctets of its header, with the empty line
 * @param content all of its octets
 */
public record ListedMessage(
        long uid,
        long modSeq,
        int bits,
        @Nullable String keywords,
        long internalDate,
        int headerOctets,
        ContentRef content) {
    static ListedMessage of(MessageRow row) {
        return new ListedMessage(
                row.uid(),
                row.modSeq(),
                row.bits(),
                row.keywords(),
                row.internalDate(),
                row.bodyStart(),
                row.content());
    }

    public boolean isSeen() {
        return (bits & FlagBits.SEEN) != 0;
    }

    /** The same with {@code \Seen}. */
    public ListedMessage seen() {
        return new ListedMessage(uid, modSeq, bits | FlagBits.SEEN, keywords, internalDate, headerOctets, content);
    }

    /** System flags but \Recent, as RFC 9051 §2.3.2 writes them, with blanks between. */
    public String systemFlags() {
        return FlagBits.named(bits);
    }

    public List<String> keywordList() {
        return FlagBits.lines(keywords);
    }

    /** All of them. */
    public Flags flags() {
        return FlagBits.flags(bits, keywords);
    }
}
