package io.gongmail.store.loss;

import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Messages of many sizes, each unlike all others but where the same one is asked for again. */
final class Letters {
    private static final String OCTETS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Letters() {}

    static byte[] make(Random random, String token) {
        int size = size(random);
        StringBuilder text = new StringBuilder(size + 200)
                .append("Subject: ")
                .append(token)
                .append("\r\nFrom: <hong@moe.gongmail.example>\r\nMessage-ID: <")
                .append(token)
                .append("@loss>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n");
        Random octets = new Random(token.hashCode());
        for (int i = 0; i < size; i++) {
            text.append(i % 72 == 70 ? '\r' : i % 72 == 71 ? '\n' : OCTETS.charAt(octets.nextInt(OCTETS.length())));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static int size(Random random) {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return random.nextInt(3_000);
        }
        if (kind < 97) {
            return random.nextInt(40_000);
        }
        if (kind < 99) {
            return random.nextInt(300_000);
        }
        return ContentStore.LARGEST_IN_SEGMENT + random.nextInt(100_000);
    }

    static String hash(byte[] octets) {
        return Sha256.of(Sha256.digest().digest(octets)).hex();
    }
}
