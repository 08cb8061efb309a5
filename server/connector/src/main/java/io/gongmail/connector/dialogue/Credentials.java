package io.gongmail.connector.dialogue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What a program signs in with, in octets. Closing wipes it. Not a record, for it holds a password. */
final class Credentials implements AutoCloseable {
    private final byte[] authorization;
    private final byte[] user;
    private final byte[] password;

    private Credentials(byte[] authorization, byte[] user, byte[] password) {
        this.authorization = authorization;
        this.user = user;
        this.password = password;
    }

    /** Empty where an octet is in it that no message of PLAIN can carry. */
    static Optional<Credentials> of(byte[] user, byte[] password) {
        return user.length == 0 || has(user, 0) || has(password, 0)
                ? Optional.empty()
                : Optional.of(new Credentials(new byte[0], user, password));
    }

    /** A message of PLAIN (RFC 4616 §2), {@code [authzid] NUL authcid NUL passwd}; empty where it is none. */
    static Optional<Credentials> ofPlain(byte[] message) {
        int first = index(message, 0, 0);
        int second = first < 0 ? -1 : index(message, 0, first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        byte[] authorization = Arrays.copyOf(message, first);
        return of(
                        Arrays.copyOfRange(message, first + 1, second),
                        Arrays.copyOfRange(message, second + 1, message.length))
                .map(read -> new Credentials(authorization, read.user, read.password));
    }

    /** Without the secret in front of the user name; empty where it is another, or nobody stands behind it. */
    Optional<Credentials> behind(LocalSecret secret) {
        return secret.behind(user)
                .filter(bare -> bare.length > 0)
                // Some programs name the same person twice.
                .map(bare -> new Credentials(secret.behind(authorization).orElse(authorization), bare, password));
    }

    /** A message of PLAIN in Base64; the caller wipes it. */
    byte[] plain() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(authorization);
        message.write(0);
        message.writeBytes(user);
        message.write(0);
        message.writeBytes(password);
        byte[] octets = message.toByteArray();
        try {
            return Base64.getEncoder().encode(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** A message of EXTERNAL (RFC 4422 Appendix A.1) that names the user, in Base64. */
    byte[] external() {
        return Base64.getEncoder().encode(user);
    }

    /** For who reads along on the terminal. */
    String name() {
        return Side.text(user);
    }

    private static boolean has(byte[] octets, int octet) {
        return index(octets, octet, 0) >= 0;
    }

    private static int index(byte[] octets, int octet, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        Arrays.fill(password, (byte) 0);
    }
}
