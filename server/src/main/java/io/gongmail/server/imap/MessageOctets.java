package io.gongmail.server.imap;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one message, of which sections are told. A small one is in memory and was compared with its hash before any of it is
 * sent; of a larger one no more than a buffer is. Not thread-safe.
 */
final class MessageOctets {
    /** What is smaller is in memory. */
    private static final int AT_ONCE = 256 * 1024;
    /** What is smaller is compared with its hash by reading it once more; of larger ones the end shows it. */
    private static final int CHECKED_BEFORE = 1024 * 1024;
    /** Of the header of a part, for its encoding. */
    private static final int LONGEST_HEADER = 64 * 1024;

    private final MailReader reader;
    private final ContentRef content;
    private final byte @Nullable [] known;

    private MessageOctets(MailReader reader, ContentRef content, byte @Nullable [] known) {
        this.reader = reader;
        this.content = content;
        this.known = known;
    }

    /** As much as has to be in memory for these sections. */
    static MessageOctets read(MailReader reader, ListedMessage message, List<Section> sections) throws IOException {
        return new MessageOctets(reader, message.content(), first(reader, message, sections));
    }

    private static byte @Nullable [] first(MailReader reader, ListedMessage message, List<Section> sections)
            throws IOException {
        ContentRef content = message.content();
        if (sections.isEmpty()) {
            return null;
        }
        if (sections.stream().allMatch(Section::isInHeader)) {
            try (InputStream in = reader.openRange(content, 0, message.headerOctets())) {
                return in.readAllBytes();
            }
        }
        if (content.size() <= AT_ONCE) {
            try (InputStream in = reader.open(content)) {
                return in.readAllBytes();
            }
        }
        if (content.size() <= CHECKED_BEFORE) {
            try (InputStream in = reader.open(content)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return null;
    }

    /** Writes those of {@code span} if they are in memory. */
    boolean writeKnown(ByteBuf to, Section.Span span) {
        byte[] octets = known;
        if (octets != null) {
            to.writeBytes(octets, (int) span.start(), (int) span.length());
        }
        return octets != null;
    }

    /** Those of {@code span}; the caller closes them. */
    InputStream open(Section.Span span) throws IOException {
        byte[] octets = known;
        if (octets != null) {
            return new ByteArrayInputStream(octets, (int) span.start(), (int) span.length());
        }
        return span.length() == content.size()
                ? reader.open(content)
                : reader.openRange(content, span.start(), span.length());
    }

    /** The same at once: a header. */
    byte[] all(Section.Span span) throws IOException {
        byte[] octets = known;
        if (octets != null) {
            return Arrays.copyOfRange(octets, (int) span.start(), (int) span.end());
        }
        try (InputStream in = reader.openRange(content, span.start(), span.length())) {
            return in.readAllBytes();
        }
    }

    /** How a section is encoded for transfer; empty where nobody knows how to decode it. */
    Optional<TransferEncoding> encoding(Section asked, Optional<PartPlace> place) throws IOException {
        Optional<Section.Span> header = asked.encoding(place);
        return header.isEmpty()
                ? Optional.of(TransferEncoding.NONE)
                : TransferEncoding.of(all(header.get().some(0, LONGEST_HEADER)));
    }
}
