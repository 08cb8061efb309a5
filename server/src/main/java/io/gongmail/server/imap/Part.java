package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.message.response.FetchResponse.Structure;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.jspecify.annotations.Nullable;

/** A part of a message as {@code BODYSTRUCTURE} tells it (RFC 9051 §7.5.2). */
@SuppressWarnings("NullAway") // James wants null here for NIL
final class Part implements Structure {
    private static final String DEFAULT_ENCODING = "7bit"; // RFC 2045 §6.1

    private final String type;
    private final String subType;
    private final Map<String, String> parameters = new TreeMap<>();
    private final @Nullable String id;
    private final @Nullable String description;
    private final String encoding;
    private final long octets;
    private final long lines;
    private final List<Structure> parts;
    private final @Nullable Part body;
    private final @Nullable Envelope envelope;
    private final @Nullable String disposition;
    private final Map<String, String> dispositionParameters = new LinkedHashMap<>();
    private final @Nullable String location;
    private final @Nullable String md5;
    private final @Nullable List<String> languages;

    /** Without children, nor a message in it. */
    static Part leaf(MaximalBodyDescriptor descriptor, HeaderText text, long octets, long lines) {
        return new Part(descriptor, text, octets, lines, List.of(), null, null);
    }

    static Part multipart(MaximalBodyDescriptor descriptor, HeaderText text, List<Part> parts) {
        // RFC 9051 §9, body-type-mpart: one part at least. A multipart in which none begins is a text to be looked at.
        return new Part(
                descriptor, text, 0, 0, parts.isEmpty() ? List.of(emptyText()) : List.copyOf(parts), null, null);
    }

    static Part message(
            MaximalBodyDescriptor descriptor,
            HeaderText text,
            long octets,
            long lines,
            Part body,
            EnvelopeHeaders headers)
            throws MimeException {
        try {
            return new Part(descriptor, text, octets, lines, List.of(), body, headers.envelope());
        } catch (MailboxException e) {
            throw new MimeException(e);
        }
    }

    /** Octets nobody looked into. */
    static Part opaque(long octets) {
        return new Part("application", "octet-stream", "8bit", octets);
    }

    private static Part emptyText() {
        return new Part("text", "plain", DEFAULT_ENCODING, 0);
    }

    private Part(String type, String subType, String encoding, long octets) {
        this.type = type;
        this.subType = subType;
        this.encoding = encoding;
        this.octets = octets;
        this.lines = 0;
        this.parts = List.of();
        this.id = null;
        this.description = null;
        this.body = null;
        this.envelope = null;
        this.disposition = null;
        this.location = null;
        this.md5 = null;
        this.languages = null;
    }

    private Part(
            MaximalBodyDescriptor descriptor,
            HeaderText text,
            long octets,
            long lines,
            List<Structure> parts,
            @Nullable Part body,
            @Nullable Envelope envelope) {
        this.type = text.word(descriptor.getMediaType());
        this.subType = text.word(descriptor.getSubType());
        ContinuedParameters.whole(descriptor.getContentTypeParameters())
                .forEach((name, value) -> put(text, parameters, name, value));
        // RFC 2045 §5.2: of a text that names none it is us-ascii, which is written as that section writes it.
        String charset = descriptor.getCharset();
        boolean named = charset == null || parameters.containsKey("charset");
        put(text, parameters, "charset", named ? charset : charset.toLowerCase(Locale.ROOT));
        put(text, parameters, "boundary", descriptor.getBoundary());
        this.id = quotable(text, descriptor.getContentId());
        this.description = quotable(text, descriptor.getContentDescription());
        String told = descriptor.getTransferEncoding();
        this.encoding = told == null ? DEFAULT_ENCODING : text.word(told);
        this.octets = octets;
        this.lines = lines;
        this.parts = parts;
        this.body = body;
        this.envelope = envelope;
        this.disposition = quotable(text, descriptor.getContentDispositionType());
        descriptor
                .getContentDispositionParameters()
                .forEach((name, value) -> put(text, dispositionParameters, name, value));
        this.location = quotable(text, descriptor.getContentLocation());
        this.md5 = quotable(text, descriptor.getContentMD5Raw());
        List<String> tags = descriptor.getContentLanguage();
        this.languages = tags == null ? null : tags.stream().map(text::quotable).toList();
    }

    private static void put(HeaderText text, Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(text.quotable(name), text.quotable(value));
        }
    }

    private static @Nullable String quotable(HeaderText text, @Nullable String field) {
        return field == null ? null : text.quotable(field);
    }

    @Override
    public String getMediaType() {
        return type;
    }

    @Override
    public String getSubType() {
        return subType;
    }

    @Override
    public List<String> getParameters() {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> {
            pairs.add(name);
            pairs.add(value);
        });
        return pairs;
    }

    @Override
    public @Nullable String getId() {
        return id;
    }

    @Override
    public @Nullable String getDescription() {
        return description;
    }

    @Override
    public String getEncoding() {
        return encoding;
    }

    @Override
    public long getOctets() {
        return octets;
    }

    @Override
    public long getLines() {
        return lines;
    }

    @Override
    public Iterator<Structure> parts() {
        return parts.iterator();
    }

    @Override
    public @Nullable Structure getBody() {
        return body;
    }

    @Override
    public @Nullable Envelope getEnvelope() {
        return envelope;
    }

    @Override
    public @Nullable String getDisposition() {
        return disposition;
    }

    @Override
    public Map<String, String> getDispositionParams() {
        return dispositionParameters;
    }

    @Override
    public @Nullable String getLocation() {
        return location;
    }

    @Override
    public @Nullable String getMD5() {
        return md5;
    }

    @Override
    public @Nullable List<String> getLanguages() {
        return languages;
    }
}
