package io.gongmail.connector;

import io.gongmail.connector.tls.NotTheServer;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Sentence;
import io.gongmail.connector.words.Words;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why there is no way to the server.
 *
 * @param temporary whether trying again later may help
 */
record Failure(Sentence why, boolean temporary) {
    private static final String ALERT = "Received fatal alert: ";

    /** While the way was being opened. */
    static Failure opening(IOException e, Words words) {
        return known(e, words).orElseGet(() -> new Failure(words.say(Saying.UNREACHABLE, detail(e)), true));
    }

    /** Later. */
    static Failure talking(IOException e, Words words) {
        return known(e, words).orElseGet(() -> new Failure(words.say(Saying.BROKEN_OFF), true));
    }

    private static Optional<Failure> known(IOException e, Words words) {
        Optional<NotTheServer> other = ServerDoor.refusal(e);
        if (other.isPresent()) {
            return Optional.of(new Failure(
                    words.say(saying(other.get()), other.get().shownKey().base64()), false));
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof SSLException && message.contains(ALERT)) {
                String alert = message.substring(message.indexOf(ALERT) + ALERT.length());
                return Optional.of(new Failure(words.say(Saying.HANDSHAKE_REFUSED, alert), false));
            }
            if (cause instanceof ProtocolException
                    || cause instanceof SSLException && message.contains("unrecognized SSL message")) {
                return Optional.of(new Failure(words.say(Saying.NO_MAIL_SERVER), false));
            }
        }
        // Without the alert, which may be lost when the server closes at once, nobody knows whether it is for good.
        return e instanceof ServerDoor.BrokenOff
                ? Optional.of(new Failure(words.say(Saying.HANDSHAKE_REFUSED, detail(e)), true))
                : Optional.empty();
    }

    private static Saying saying(NotTheServer refusal) {
        return switch (refusal.mismatch()) {
            case KEY -> Saying.OTHER_KEY;
            case ISSUER -> Saying.OTHER_ISSUER;
            case NAME -> Saying.OTHER_NAME;
            case TIME -> Saying.OUT_OF_TIME;
        };
    }

    private static String detail(IOException e) {
        if (e instanceof UnknownHostException) {
            return "its name is not known, " + e.getMessage();
        }
        boolean late = e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
        return late ? "no answer in time" : String.valueOf(e.getMessage());
    }
}
