package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mime4j.MimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes messages as they are told in a FETCH answer (RFC 9051 §7.5.2). Stateless. */
public final class WireDescriber implements MessageDescriber {
    private static final Logger LOG = LoggerFactory.getLogger(WireDescriber.class);

    /** {@inheritDoc} A message with too many parts, or too deep ones, is described as one part without a kind. */
    @Override
    public Optional<MessageDescription> describe(InputStream message) throws IOException {
        return describe(message, HeaderText.ascii());
    }

    /** The same for a client that takes UTF-8 in strings (RFC 9755 §3). */
    Optional<MessageDescription> describeInUtf8(InputStream message) throws IOException {
        return describe(message, HeaderText.utf8());
    }

    private static Optional<MessageDescription> describe(InputStream message, HeaderText text) throws IOException {
        try {
            PartReader.Described read = PartReader.read(message, text);
            Part part = read.part();
            Envelope envelope = read.headers().envelope();
            return Optional.of(new MessageDescription(
                    wire(text, writer -> writer.envelope(envelope)),
                    wire(text, writer -> writer.structure(part, false)),
                    wire(text, writer -> writer.structure(part, true)),
                    read.headers().references(),
                    text.isUnencoded()));
        } catch (MimeException | MailboxException | RuntimeException e) {
            LOG.warn("A message cannot be described: {}", e.toString());
            return Optional.empty();
        }
    }

    private interface Writing {
        void with(DescriptionWriter writer) throws IOException;
    }

    private static String wire(HeaderText text, Writing writing) throws IOException {
        Written written = new Written();
        ImapResponseComposerImpl composer = new ImapResponseComposerImpl(written);
        composer.skipNextSpace();
        writing.with(new DescriptionWriter(text.isUtf8() ? new Utf8Composer(composer) : composer));
        composer.flush();
        return written.octets.toString(StandardCharsets.UTF_8);
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
