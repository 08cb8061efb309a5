package io.gongmail.server.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A message of SASL PLAIN (RFC 4616 §2): {@code [authzid] NUL authcid NUL passwd}. Not a record, for it holds a password. */
final class PlainMessage {
    /** Base64 of 255 octets for each of the three parts, and more than that. */
    static final int MOST_CHARACTERS = 2_048;

    private final Optional<String> authorizationIdentity;
    private final String login;
    private final char[] password;

    private PlainMessage(Optional<String> authorizationIdentity, String login, char[] password) {
        this.authorizationIdentity = authorizationIdentity;
        this.login = login;
        this.password = password;
    }

    /** Empty when it is no such message: bad Base64, not UTF-8, other than two NULs, an empty login or password, too long. */
    static Optional<PlainMessage> parse(String base64) {
        if (base64.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        byte[] octets;
        char[] characters;
        try {
            octets = Base64.getDecoder().decode(base64);
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            characters = new char[decoded.remaining()];
            decoded.get(characters);
            Arrays.fill(decoded.array(), '\0');
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
        Arrays.fill(octets, (byte) 0);
        int first = indexOfNul(characters, 0);
        int second = first < 0 ? -1 : indexOfNul(characters, first + 1);
        if (second < 0 || indexOfNul(characters, second + 1) >= 0) {
            return Optional.empty();
        }
        String login = new String(characters, first + 1, second - first - 1);
        char[] password = Arrays.copyOfRange(characters, second + 1, characters.length);
        Optional<String> identity = first == 0 ? Optional.empty() : Optional.of(new String(characters, 0, first));
        Arrays.fill(characters, '\0');
        if (login.isEmpty() || password.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new PlainMessage(identity, login, password));
    }

    private static int indexOfNul(char[] characters, int from) {
        for (int i = from; i < characters.length; i++) {
            if (characters[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    Optional<String> authorizationIdentity() {
        return authorizationIdentity;
    }

    String login() {
        return login;
    }

    char[] password() {
        return password;
    }
}
