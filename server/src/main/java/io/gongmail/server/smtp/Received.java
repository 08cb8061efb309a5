package io.gongmail.server.smtp;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.ReceivedDataLineFilter;

/** The trace line (RFC 5321 §4.4) without a look-up of names in DNS, and the priority that it tells, for who reads no trace. */
final class Received extends ReceivedDataLineFilter {
    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;

    Received(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Collection<Header> headers(SMTPSession session) {
        String helo = session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                .orElse("unknown")
                .replaceAll("[^A-Za-z0-9.:\\[\\]_-]", "?");
        String shortened = helo.length() > 100 ? helo.substring(0, 100) : helo;
        Header header = new Header(
                "Received",
                "from " + shortened + " (["
                        + session.getRemoteAddress().getAddress().getHostAddress() + "])");
        // With TLS and sign-in (RFC 3848; RFC 6531 §4.3).
        String with = InternationalPath.isAskedFor(session) ? "UTF8SMTPSA" : "ESMTPSA";
        int priority = MtPriority.of(session);
        header.add("by " + session.getConfiguration().getHelloName() + " with " + with + " id " + session.getSessionID()
                + (priority == 0 ? "" : " PRIORITY " + priority) // RFC 6710 §4
                + ";");
        header.add(DATE.format(clock.instant()));
        return priority == 0
                ? List.of(header)
                : List.of(header, new Header(MtPriority.FIELD, Integer.toString(priority))); // RFC 6758 §3
    }
}
