package io.gongmail.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MimeMessageInputStreamSource;

/**
 * BODY=BINARYMIME of MAIL (RFC 3030 §3): a message whose parts need not be lines, which comes in chunks alone.
 *
 * <p>It is read whole, beside the way of all messages, and then goes that way: as it is, if it turns out to be lines; else with those of
 * its parts that are not in base64. So what is queued, kept and sent on is always lines, and every guard of those holds for it; an IMAP
 * client that knows no BINARY reads it, as NUL may not be in what it is sent (RFC 9051 §4.3), one that does gets the very octets (RFC
 * 3516 §4.2); and next hops need not know BINARYMIME, which hardly any does. The size that is announced bounds it in that form. A part
 * that is signed as it stands is not touched (RFC 1847 §2.1 wants it in lines): where it would have to be, its sender is told at once.
 */
final class BinaryMime {
    static final String BODY = "BINARYMIME";

    private static final ProtocolSession.AttachmentKey<Boolean> ASKED =
            ProtocolSession.AttachmentKey.of("binarymime", Boolean.class);

    private BinaryMime() {}

    /** Keeps what was asked of a MAIL that was taken. */
    static void keep(SMTPSession session, Map<String, String> parameters) {
        if (BODY.equalsIgnoreCase(parameters.getOrDefault("BODY", ""))) {
            session.setAttachment(ASKED, true, State.Transaction);
        }
    }

    static boolean isAskedFor(SMTPSession session) {
        return session.getAttachment(ASKED, State.Transaction).orElse(false);
    }

    /** What is to be changed in a message that has come, see {@link BinaryParts#recoding}; nothing more can be written to it. */
    static Optional<Recoding> recoding(MimeMessageInputStreamSource came) throws IOException {
        came.getWritableOutputStream().close();
        try (InputStream octets = came.getInputStream()) {
            return BinaryParts.recoding(octets);
        }
    }

    /** Gives its octets on so, part by part; what is answered to one of them ends it. */
    static Optional<Response> write(
            MimeMessageInputStreamSource came, Recoding recoding, Function<byte[], Optional<Response>> to)
            throws IOException {
        Written written = new Written(to);
        try (InputStream octets = came.getInputStream()) {
            recoding.write(octets, written);
        }
        return written.answer;
    }

    private static final class Written extends OutputStream {
        private final Function<byte[], Optional<Response>> to;
        private Optional<Response> answer = Optional.empty();

        Written(Function<byte[], Optional<Response>> to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            if (answer.isEmpty()) {
                answer = to.apply(Arrays.copyOfRange(octets, from, from + length));
            }
        }
    }
}
