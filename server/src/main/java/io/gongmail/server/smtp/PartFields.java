package io.gongmail.server.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a message or part says of its body, as mime4j understands it, and where it says how that is encoded. A header that
 * says so twice, or at a length that nobody needs, says nothing that is acted on. Not thread-safe.
 */
final class PartFields {
    private static final int LONGEST_FIELD = 16 * 1024;
    private static final int LONGEST_BOUNDARY = 200; // RFC 2046 §5.1.1 has 70
    private static final String ENCODING = "content-transfer-encoding";
    private static final Pattern MULTIPART = Pattern.compile("(?i)content-type\\s*:\\s*multipart/");
    private static final List<String> WANTED = List.of("content-type", ENCODING);

    private final DefaultBodyDescriptorBuilder descriptor;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private String name = "";
    private boolean understood = true;
    private boolean version;
    private boolean multipart;
    private int encodings;
    private long encodingFrom;
    private long encodingTo;
    private long end;
    private String type = "text/plain";
    private String encoding = "7bit"; // RFC 2045 §6.1
    private byte @Nullable [] boundary;

    /** @param multipart in which the part stands: of a digest all are messages (RFC 2046 §5.1.5); null where it stands in none */
    PartFields(@Nullable PartFields multipart) {
        descriptor = new DefaultBodyDescriptorBuilder(
                multipart == null ? null : multipart.type, new LenientFieldParser(), DecodeMonitor.SILENT);
    }

    void add(BinaryLines line) {
        byte[] octets = line.octets();
        boolean folded = octets.length > 0 && (octets[0] == ' ' || octets[0] == '\t');
        if (!folded) {
            take();
            begin(octets, line.at());
        }
        if (name.equals(ENCODING)) {
            encodingTo = line.end();
        }
        if (WANTED.contains(name)) {
            understood &= !line.isCut() && field.size() + octets.length <= LONGEST_FIELD;
            if (understood) {
                field.writeBytes(folded ? new byte[] {'\r', '\n'} : new byte[0]);
                field.writeBytes(octets);
            }
        }
    }

    private void begin(byte[] octets, long at) {
        String start = new String(octets, 0, Math.min(octets.length, 40), StandardCharsets.ISO_8859_1);
        name = start.substring(0, Math.max(0, start.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
        version |= name.equals("mime-version");
        if (name.equals(ENCODING)) {
            encodings++;
            encodingFrom = at;
        }
    }

    private void take() {
        byte[] octets = field.toByteArray();
        field.reset();
        // mime4j takes one without boundary for a text.
        multipart |= MULTIPART
                .matcher(new String(octets, StandardCharsets.ISO_8859_1))
                .lookingAt();
        if (octets.length > 0 && understood) {
            try {
                descriptor.addField(
                        RawFieldParser.DEFAULT.parseField(new ByteArrayBuffer(octets, octets.length, true)));
            } catch (MimeException e) {
                understood = false;
            }
        }
    }

    /** The header is read; {@code line} is the empty one behind it. */
    void end(BinaryLines line) {
        take();
        end = line.at();
        BodyDescriptor read = descriptor.build();
        type = read.getMimeType().toLowerCase(Locale.ROOT);
        String told = read.getTransferEncoding();
        encoding = told == null ? encoding : told.strip().toLowerCase(Locale.ROOT);
        understood &= encodings <= 1;
        String between = read.getBoundary();
        if (understood && isIdentity() && isMultipart() && between != null && between.length() <= LONGEST_BOUNDARY) {
            boundary = ("--" + between).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Whether the body is as it stands. */
    private boolean isIdentity() {
        return isBinary() || encoding.equals("7bit") || encoding.equals("8bit");
    }

    private boolean isMultipart() {
        return multipart || type.startsWith("multipart/");
    }

    /** Whether it says that the body need not be lines (RFC 2045 §6.2). */
    boolean isBinary() {
        return understood && encoding.equals("binary");
    }

    /** Whether what is in it has been signed as it stands (RFC 1847 §2.1). */
    boolean isSigned() {
        return type.equals("multipart/signed");
    }

    /** A boundary line's beginning, with its dashes; null where this is no multipart that can be looked into. */
    byte @Nullable [] boundary() {
        return boundary;
    }

    /** Whether the body is a message whose octets are as they stand. */
    boolean isMessage() {
        return understood && isIdentity() && (type.equals("message/rfc822") || type.equals("message/global"));
    }

    /** Whether the body may be encoded: neither is it, nor has it parts (RFC 2045 §6.4), and messages of other kinds are left alone. */
    boolean mayBeEncoded() {
        return understood && isIdentity() && !isMultipart() && !type.startsWith("message/");
    }

    /** That the body is encoded so, in place of what is said of it now. */
    Recoding.Edit encoded(String as) {
        String field = "Content-Transfer-Encoding: " + as + "\r\n";
        return encodings == 0
                ? Recoding.Edit.text(end, end, field)
                : Recoding.Edit.text(encodingFrom, encodingTo, field);
    }

    /** The field without which that is said to nobody (RFC 2045 §4), where it is missing. */
    List<Recoding.Edit> missingVersion() {
        return version ? List.of() : List.of(Recoding.Edit.text(end, end, "MIME-Version: 1.0\r\n"));
    }
}
