package io.gongmail.connector.dialogue;

import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What a program says under PLAIN (RFC 4616) or LOGIN, which no RFC has and many programs speak. */
final class SaslExchange {
    private static final String USER = "VXNlcm5hbWU6"; // Username:
    private static final String PASSWORD = "UGFzc3dvcmQ6"; // Password:

    private final Asking asking;

    SaslExchange(Asking asking) {
        this.asking = asking;
    }

    /** Sends a challenge in the protocol's form and hears the line that answers. */
    @FunctionalInterface
    interface Asking {
        byte[] ask(String challenge) throws IOException;
    }

    /**
     * @param credentials empty where there are none
     * @param fault why there are none
     */
    record Given(Optional<Credentials> credentials, Saying fault) {
        static Given of(Optional<Credentials> credentials) {
            return new Given(credentials, Saying.NOT_UNDERSTOOD);
        }

        static Given not(Saying fault) {
            return new Given(Optional.empty(), fault);
        }
    }

    /** @param arguments of AUTHENTICATE or AUTH: the mechanism and what may stand behind it (RFC 4959, RFC 4954 §4) */
    Given run(String arguments) throws IOException {
        String[] parts = arguments.strip().split(" ", 2);
        boolean plain = parts[0].toUpperCase(Locale.ROOT).equals("PLAIN");
        if (!plain && !parts[0].toUpperCase(Locale.ROOT).equals("LOGIN")) {
            return Given.not(Saying.OTHER_MECHANISM);
        }
        byte[] first = parts.length == 2
                ? parts[1].strip().getBytes(StandardCharsets.ISO_8859_1)
                : asking.ask(plain ? "" : USER);
        byte[] second = plain || isCancelled(first) ? new byte[0] : asking.ask(PASSWORD);
        if (isCancelled(first) || isCancelled(second)) {
            return Given.not(Saying.CANCELLED);
        }
        Optional<byte[]> one = decoded(first);
        Optional<byte[]> two = decoded(second);
        if (one.isEmpty() || two.isEmpty()) {
            return Given.not(Saying.NOT_UNDERSTOOD);
        }
        if (!plain) {
            return Given.of(Credentials.of(one.get(), two.get()));
        }
        Given given = Given.of(Credentials.ofPlain(one.get()));
        Arrays.fill(one.get(), (byte) 0);
        return given;
    }

    /** RFC 9051 §6.2.2, RFC 4954 §4: the client gives up. */
    private static boolean isCancelled(byte[] line) {
        return line.length == 1 && line[0] == '*';
    }

    /** The octets; {@code =} alone is the empty response (RFC 4959 §3, RFC 4954 §4). Wipes the line. */
    private static Optional<byte[]> decoded(byte[] line) {
        try {
            return Optional.of(
                    line.length == 1 && line[0] == '='
                            ? new byte[0]
                            : Base64.getDecoder().decode(line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }
}
