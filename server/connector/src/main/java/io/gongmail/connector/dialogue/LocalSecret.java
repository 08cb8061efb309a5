package io.gongmail.connector.dialogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The secret that stands in front of the address in the user name, {@code SECRET+address}. */
public final class LocalSecret {
    /** 32 letters and digits that are not taken for one another: 5 bits each. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 20;

    private final byte[] front;

    public LocalSecret(String secret) {
        front = (secret + "+").getBytes(StandardCharsets.US_ASCII);
    }

    /** A new one of 100 bits. */
    public static String fresh(SecureRandom random) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    /** What of {@code user} stands behind the secret; empty where the secret is another. Takes the same time for each. */
    Optional<byte[]> behind(byte[] user) {
        boolean same = MessageDigest.isEqual(front, Arrays.copyOf(user, front.length));
        return same ? Optional.of(Arrays.copyOfRange(user, front.length, user.length)) : Optional.empty();
    }
}
