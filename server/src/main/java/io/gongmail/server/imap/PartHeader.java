package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.BoundedHeader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** What of a header says how its body is read: its kind, boundary and encoding, as mime4j understands them. */
final class PartHeader {
    private final PartDescriptors descriptor;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private long octetsOfField;
    private long octetsOfAll;
    private int fields;
    private boolean wanted;
    private String type = "";
    private byte @Nullable [] boundary;
    private String encoding = "7bit"; // RFC 2045 §6.1
    private boolean encoded;

    /** @param multipart in which the part stands: of a digest all are messages (RFC 2046 §5.1.5) */
    PartHeader(@Nullable PartHeader multipart) {
        this.descriptor = new PartDescriptors(multipart == null ? null : multipart.type);
    }

    void add(OctetLines line) {
        byte[] octets = line.octets();
        boolean folded = octets.length > 0 && (octets[0] == ' ' || octets[0] == '\t');
        if (!folded) {
            take();
            fields++;
            // Behind the bounds of who tells the structure nothing counts.
            wanted = fields <= BoundedHeader.MOST_FIELDS
                    && octetsOfAll < BoundedHeader.MOST_OCTETS
                    && new String(octets, 0, Math.min(octets.length, 32), StandardCharsets.ISO_8859_1)
                            .toLowerCase(Locale.ROOT)
                            .startsWith("content-t"); // Content-Type, Content-Transfer-Encoding
        }
        octetsOfAll += line.end() - line.at();
        octetsOfField += line.end() - line.at();
        if (wanted && octetsOfField <= PartDescriptors.LONGEST_FIELD) {
            if (folded) {
                field.write('\r');
                field.write('\n');
            }
            field.writeBytes(octets);
        }
    }

    private void take() {
        byte[] octets = field.toByteArray();
        field.reset();
        boolean tooLong = octetsOfField > PartDescriptors.LONGEST_FIELD;
        octetsOfField = 0;
        if (octets.length > 0 && !tooLong) {
            try {
                RawField raw = RawFieldParser.DEFAULT.parseField(new ByteArrayBuffer(octets, octets.length, true));
                descriptor.addField(raw);
            } catch (MimeException e) {
                return; // A line that is no field says nothing.
            }
        }
    }

    /** The header is read. */
    void end() {
        take();
        BodyDescriptor read = descriptor.build();
        type = read.getMimeType().toLowerCase(Locale.ROOT);
        String told = read.getTransferEncoding();
        encoding = told == null ? encoding : told.strip();
        encoded = "base64".equalsIgnoreCase(encoding) || "quoted-printable".equalsIgnoreCase(encoding);
        String value = read.getBoundary();
        if (type.startsWith("multipart/") && value != null) {
            boundary = ("--" + value).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** A boundary line's beginning, with its dashes; null where this is no multipart. */
    byte @Nullable [] boundary() {
        return boundary;
    }

    /** As it is told. */
    String encoding() {
        return encoding;
    }

    /** Whether the body is a message whose octets are as they stand. */
    boolean isMessage() {
        return (type.equals("message/rfc822") || type.equals("message/global")) && !encoded;
    }
}
