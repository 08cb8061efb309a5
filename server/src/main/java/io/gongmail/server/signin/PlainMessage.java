package io.gongmail.server.signin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A message of SASL PLAIN (RFC 4616 §2): {@code [authzid] NUL authcid NUL passwd}. Not a record, for it holds a password. */
public final class PlainMessage {
    /** Base64 of 255 octets for each of the three parts, and more than that. */
    private static final int MOST_CHARACTERS = 2_048;

    private final String authorizationIdentity;
    private final String login;
    private final char[] password;

    private PlainMessage(String authorizationIdentity, String login, char[] password) {
        this.authorizationIdentity = authorizationIdentity;
        this.login = login;
        this.password = password;
    }

    /**
     * Nothing when it is no such message: bad Base64, not UTF-8, other than two NULs, too long. An empty login or password
     * is read, against the grammar, and then wrong like any other.
     */
    public static Optional<PlainMessage> parse(String base64) {
        if (base64.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        CharBuffer decoded = CharBuffer.allocate(octets.length);
        try {
            CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets), decoded, true);
            return result.isError() ? Optional.empty() : divided(decoded.flip());
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(decoded.array(), '\0');
        }
    }

    private static Optional<PlainMessage> divided(CharBuffer decoded) {
        char[] characters = decoded.array();
        int end = decoded.limit();
        int first = indexOfNul(characters, 0, end);
        int second = first < 0 ? -1 : indexOfNul(characters, first + 1, end);
        if (second < 0 || indexOfNul(characters, second + 1, end) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new PlainMessage(
                new String(characters, 0, first),
                new String(characters, first + 1, second - first - 1),
                Arrays.copyOfRange(characters, second + 1, end)));
    }

    private static int indexOfNul(char[] characters, int from, int end) {
        for (int i = from; i < end; i++) {
            if (characters[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** As whom to act; empty for whom the login names. */
    public String authorizationIdentity() {
        return authorizationIdentity;
    }

    public String login() {
        return login;
    }

    /** The message's own, not a copy: whoever takes it wipes it. */
    public char[] password() {
        return password;
    }
}
