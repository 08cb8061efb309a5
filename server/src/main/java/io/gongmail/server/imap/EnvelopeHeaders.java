package io.gongmail.server.imap;

import com.google.common.base.Utf8;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.processor.fetch.EnvelopeBuilder;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.Headers;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The headers that an envelope is made of (RFC 9051 §2.3.5), the first of each, for James to build it. */
final class EnvelopeHeaders implements Headers {
    private static final Set<String> ADDRESSES = Set.of("from", "sender", "reply-to", "to", "cc", "bcc");
    private static final Set<String> TEXTS = Set.of("date", "subject", "in-reply-to", "message-id");

    private final HeaderText text;
    private final List<Header> headers = new ArrayList<>();
    private @Nullable String references;

    EnvelopeHeaders(HeaderText text) {
        this.text = text;
    }

    /** Keeps {@code field} if an envelope needs it, or a thread (RFC 5256 §3). */
    void add(Field field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (name.equals("references") && references == null) {
            references = MessageIds.field(HeaderText.of(field));
        }
        if ((ADDRESSES.contains(name) || TEXTS.contains(name))
                && headers.stream().noneMatch(header -> header.getName().equalsIgnoreCase(name))) {
            String value = HeaderText.of(field);
            // In an address James encodes the name alone, once the address is parsed.
            headers.add(new Header(name, TEXTS.contains(name) ? text.told(value) : addresses(text.seen(value))));
        }
    }

    /** mime4j reads as many octets of UTF-8 as there are characters: blanks make up for those that take more. */
    private static String addresses(String value) {
        return value.isBlank() ? "" : value + " ".repeat(Utf8.encodedLength(value) - value.length());
    }

    /** The envelope. */
    Envelope envelope() throws MailboxException {
        Envelope built = new EnvelopeBuilder().buildEnvelope(this);
        return text.isUtf8() ? new Utf8Envelope(built) : built;
    }

    /** The identifiers of References. */
    String references() {
        return references == null ? "" : references;
    }

    @Override
    public Iterator<Header> headers() {
        return headers.iterator();
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public Publisher<ByteBuffer> reactiveBytes() {
        return Flux.empty();
    }

    @Override
    public long size() {
        return 0;
    }
}
