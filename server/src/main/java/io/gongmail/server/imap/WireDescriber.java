package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.imap.encode.FetchResponseEncoder;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.message.response.FetchResponse.Structure;
import org.apache.james.imap.processor.fetch.EnvelopeBuilder;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mime4j.MimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes messages as James' encoder would write them in a FETCH answer. Stateless. */
public final class WireDescriber implements MessageDescriber {
    private static final Logger LOG = LoggerFactory.getLogger(WireDescriber.class);
    private static final String BEFORE = "* 1 FETCH (";
    private static final String AFTER = ")\r\n";

    /** {@inheritDoc} A message with too many parts, or too deep ones, is described as one part without a kind. */
    @Override
    public Optional<MessageDescription> describe(InputStream message) throws IOException {
        try {
            PartReader.Described read = PartReader.read(message);
            Part part = read.part();
            return Optional.of(new MessageDescription(
                    wire("ENVELOPE", new EnvelopeBuilder().buildEnvelope(read.headers()), null, null),
                    wire("BODY", null, part, null),
                    wire("BODYSTRUCTURE", null, null, part),
                    read.headers().references()));
        } catch (MimeException | MailboxException | RuntimeException e) {
            LOG.warn("A message cannot be described: {}", e.toString());
            return Optional.empty();
        }
    }

    private static String wire(
            String item, @Nullable Envelope envelope, @Nullable Structure body, @Nullable Structure structure)
            throws IOException {
        Written written = new Written();
        ImapResponseComposerImpl composer = new ImapResponseComposerImpl(written);
        new FetchResponseEncoder().encode(response(envelope, body, structure), composer);
        composer.flush();
        String line = written.octets.toString(StandardCharsets.US_ASCII);
        return line.substring(BEFORE.length() + item.length() + 1, line.length() - AFTER.length());
    }

    @SuppressWarnings("NullAway") // James' way to say "not asked for"
    private static FetchResponse response(
            @Nullable Envelope envelope, @Nullable Structure body, @Nullable Structure structure) {
        return new FetchResponse(
                MessageSequenceNumber.of(1),
                null,
                null,
                null,
                null,
                null,
                null,
                envelope,
                body,
                structure,
                null,
                null,
                null);
    }

    private static final class Written implements ImapResponseWriter {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void write(Literal literal) {
            throw new IllegalStateException("a description has no literals");
        }

        @Override
        public void write(byte[] buffer) {
            octets.writeBytes(buffer);
        }
    }
}
