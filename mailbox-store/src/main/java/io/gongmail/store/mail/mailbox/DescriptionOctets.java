package io.gongmail.store.mail.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link MessageDescription} in the octets in which it is stored and told. Immutable. */
public final class DescriptionOctets {
    /** First octet of both columns: the form of what follows. What has another form is described anew by the reader. */
    private static final byte FORM = 1;

    /** First octet of an envelope behind which, in a line of its own, stands what the message refers to. */
    private static final byte WITH_REFERENCES = 2;

    /** The same of a message whose headers have characters beyond US-ASCII that they do not encode. */
    private static final byte UNENCODED = 3;

    private final byte[] envelope;
    private final int envelopeEnd;
    private final byte[] structures;
    private final int end;

    private DescriptionOctets(byte[] envelope, byte[] structures, int end) {
        this.envelope = envelope;
        int line = end(envelope);
        this.envelopeEnd = line < 0 ? envelope.length : line;
        this.structures = structures;
        this.end = end;
    }

    public static DescriptionOctets of(MessageDescription description) {
        byte[] body = column(FORM, description.body() + '\n' + description.bodyStructure());
        byte[] envelope = column(
                description.unencoded() ? UNENCODED : WITH_REFERENCES,
                description.envelope() + '\n' + description.references());
        return new DescriptionOctets(envelope, body, end(body));
    }

    /** Out of the columns; empty where one of them holds nothing, or an older form. */
    static Optional<DescriptionOctets> read(byte @Nullable [] envelope, byte @Nullable [] structures) {
        if (envelope == null
                || structures == null
                || envelope.length == 0
                || structures.length == 0
                || envelope[0] < FORM
                || envelope[0] > UNENCODED
                || structures[0] != FORM) {
            return Optional.empty();
        }
        int end = end(structures);
        return end < 0 ? Optional.empty() : Optional.of(new DescriptionOctets(envelope, structures, end));
    }

    private static int end(byte[] structures) {
        for (int i = 1; i < structures.length; i++) {
            if (structures[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] column(byte form, String text) {
        return ((char) form + text).getBytes(StandardCharsets.UTF_8);
    }

    /** The column {@code envelope}, or null where it would not fit. */
    byte @Nullable [] envelopeColumn() {
        return envelope.length > Shape.LARGEST ? null : envelope;
    }

    /** The column {@code body_structure}, or null where it would not fit. */
    byte @Nullable [] structureColumn() {
        return structures.length > Shape.LARGEST ? null : structures;
    }

    int octets() {
        return envelope.length + structures.length;
    }

    /** The value of {@code ENVELOPE}. */
    public ByteBuffer envelope() {
        return ByteBuffer.wrap(envelope, 1, envelopeEnd - 1).asReadOnlyBuffer();
    }

    /** Whether it is known what the message refers to; it is not of what was described before that was stored. */
    public boolean tellsReferences() {
        return envelope[0] != FORM;
    }

    /**
     * Whether the message's headers have characters beyond US-ASCII that they do not encode, so that it is told otherwise to who
     * takes UTF-8; it is not known of what was described before that was stored.
     */
    public boolean isUnencoded() {
        return envelope[0] == UNENCODED;
    }

    /** The identifiers in its field References; empty where there are none. */
    public String references() {
        int start = Math.min(envelopeEnd + 1, envelope.length);
        return new String(envelope, start, envelope.length - start, StandardCharsets.US_ASCII);
    }

    /** The value of {@code BODY}. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(structures, 1, end - 1).asReadOnlyBuffer();
    }

    /** The value of {@code BODYSTRUCTURE}. */
    public ByteBuffer bodyStructure() {
        return ByteBuffer.wrap(structures, end + 1, structures.length - end - 1).asReadOnlyBuffer();
    }
}
