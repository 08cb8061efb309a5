package io.gongmail.server.smtp;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.futurerelease.FutureReleaseMailParameterHook;
import org.apache.james.smtpserver.futurerelease.FutureReleaseParameters.HoldFor;

/**
 * HOLDFOR and HOLDUNTIL of MAIL (RFC 4865): a message that is to be given out at that time, and not before. Until then it stands in the
 * queue, where an administrator sees it. Immutable.
 */
final class FutureRelease {
    /** How far ahead. */
    static final Duration MOST = Duration.ofDays(7);

    private static final String HOLD_FOR = "HOLDFOR";
    private static final String HOLD_UNTIL = "HOLDUNTIL";
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}"); // RFC 4865 §3

    private final Clock clock;

    FutureRelease(Clock clock) {
        this.clock = clock;
    }

    /** What EHLO tells: how far ahead in seconds, and as a time (RFC 4865 §3). */
    String announced() {
        return "FUTURERELEASE " + MOST.toSeconds() + " "
                + clock.instant().plus(MOST).truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is wrong with the parameters of a MAIL; empty also where it asks for none of this. */
    Optional<Response> refusal(Map<String, String> parameters) {
        String until = parameters.get(HOLD_UNTIL);
        String seconds = parameters.get(HOLD_FOR);
        if (until == null && seconds == null) {
            return Optional.empty();
        }
        if (until != null && seconds != null) {
            return refused("HOLDFOR and HOLDUNTIL are not for the same message");
        }
        Optional<Duration> hold = hold(parameters);
        if (hold.isEmpty()) {
            return refused(seconds == null ? "HOLDUNTIL is no time (RFC 3339)" : "HOLDFOR is no number of seconds");
        }
        if (hold.get().isNegative()) {
            return refused("HOLDUNTIL is over");
        }
        return hold.get().compareTo(MOST) > 0
                ? refused("At most " + MOST.toSeconds() + " seconds ahead")
                : Optional.empty();
    }

    private static Optional<Response> refused(String why) {
        return Optional.of(new SMTPResponse("501", "5.5.4 " + why));
    }

    private Optional<Duration> hold(Map<String, String> parameters) {
        String seconds = parameters.get(HOLD_FOR);
        if (seconds != null) {
            return SECONDS.matcher(seconds).matches()
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                    : Optional.empty();
        }
        return Optional.ofNullable(parameters.get(HOLD_UNTIL))
                .flatMap(FutureRelease::time)
                .map(time -> Duration.between(clock.instant(), time));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Keeps what was asked of a MAIL that was taken, for who puts it into the queue. */
    void keep(SMTPSession session, Map<String, String> parameters) {
        hold(parameters)
                .ifPresent(hold -> session.setAttachment(
                        FutureReleaseMailParameterHook.FUTURERELEASE_HOLDFOR, HoldFor.of(hold), State.Transaction));
    }
}
