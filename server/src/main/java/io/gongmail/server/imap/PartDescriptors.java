package io.gongmail.server.imap;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/**
 * What fields say of a body, as mime4j understands them. Those too long for that say nothing: their parameters would be put
 * together piece by piece (RFC 2231 §3), each piece copying all before it. Neither does a boundary that is far too long (RFC 2046
 * §5.1.1 has 70 characters at most), since it would be compared with the body from each octet on.
 */
final class PartDescriptors extends DefaultBodyDescriptorBuilder {
    /** In octets. */
    static final int LONGEST_FIELD = 64 * 1024;

    static final int LONGEST_BOUNDARY = 200;

    private final @Nullable String parent;

    /** @param parent the kind of what holds the part: of a digest all are messages (RFC 2046 §5.1.5); null where nothing does */
    PartDescriptors(@Nullable String parent) {
        super(parent, new LenientFieldParser(), DecodeMonitor.SILENT);
        this.parent = parent;
    }

    @Override
    public Field addField(RawField field) throws MimeException {
        ByteSequence octets = field.getRaw();
        return octets != null && octets.length() > LONGEST_FIELD ? field : super.addField(field);
    }

    @Override
    public BodyDescriptor build() {
        BodyDescriptor built = super.build();
        String boundary = built.getBoundary();
        return boundary == null || boundary.length() <= LONGEST_BOUNDARY ? built : new PartDescriptors(parent).build();
    }

    @Override
    public BodyDescriptorBuilder newChild() {
        return new PartDescriptors(build().getMimeType());
    }
}
