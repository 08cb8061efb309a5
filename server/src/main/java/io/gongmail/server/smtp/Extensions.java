package io.gongmail.server.smtp;

import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/** What is announced besides James' own PIPELINING, ENHANCEDSTATUSCODES and 8BITMIME, and besides {@link Auth}. */
final class Extensions implements EhloExtension, ProtocolHandler {
    private final List<String> lines;
    private final FutureRelease release;

    /**
     * @param messageSize the most octets of a message (RFC 1870 §4)
     * @param maxRecipients of one message (RFC 9422 §4.2)
     */
    Extensions(long messageSize, int maxRecipients, FutureRelease release) {
        this.release = release;
        this.lines = List.of(
                "SIZE " + messageSize,
                "CHUNKING",
                BinaryMime.BODY,
                "SMTPUTF8",
                "DSN",
                RequireTls.PARAMETER,
                MtPriority.PARAMETER,
                "LIMITS RCPTMAX=" + maxRecipients);
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return Stream.concat(lines.stream(), Stream.of(release.announced())).toList();
    }
}
