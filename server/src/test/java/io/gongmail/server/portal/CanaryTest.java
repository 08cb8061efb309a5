package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search for secrets can find: each of them planted in each dress, and nothing where nothing is. */
class CanaryTest {
    private static final byte[] SECRET = new byte[100];
    private static final String PASSWORD = "correct horse 비밀번호";

    static {
        new SecureRandom().nextBytes(SECRET);
    }

    private final Canary canary =
            new Canary().add("secret", SECRET, new byte[0]).add("password", PASSWORD);

    static Stream<byte[]> dresses() {
        String base64 = Base64.getEncoder().encodeToString(SECRET);
        return Stream.of(
                SECRET,
                ascii(base64),
                ascii(Base64.getUrlEncoder().encodeToString(SECRET)),
                ascii(base64.replace("+", "%2B").replace("/", "%2F")),
                ascii("-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(SECRET)
                        + "\n-----END PRIVATE KEY-----\n"),
                ascii(Base64.getEncoder().encodeToString(joined(new byte[1], SECRET))),
                ascii(Base64.getEncoder().encodeToString(joined(new byte[2], SECRET))),
                ascii(HexFormat.of().formatHex(SECRET)),
                ascii(HexFormat.of().withUpperCase().formatHex(SECRET)),
                base64.getBytes(StandardCharsets.UTF_16LE),
                HexFormat.of().formatHex(SECRET).getBytes(StandardCharsets.UTF_16BE),
                PASSWORD.getBytes(StandardCharsets.UTF_8),
                PASSWORD.getBytes(StandardCharsets.UTF_16LE),
                PASSWORD.getBytes(StandardCharsets.UTF_16BE),
                ascii(Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("dresses")
    void whatIsPlantedIsFound(byte[] planted) {
        byte[] around = new byte[1_001];
        new SecureRandom().nextBytes(around);
        assertThat(canary.in("around", around)).isEmpty();
        assertThat(canary.in("haystack", joined(around, planted, around))).isNotEmpty();
    }

    @Test
    void aPieceIsEnough() {
        byte[] piece = new byte[40];
        System.arraycopy(SECRET, 30, piece, 0, 40);
        assertThat(canary.in("piece", piece)).contains("secret from 32: piece");
    }

    @Test
    void whatEverybodyHasIsNoSecret() {
        Canary everybodys = new Canary().add("secret", SECRET, joined(new byte[3], SECRET));
        assertThat(everybodys.in("place", SECRET)).isEmpty();
    }
}
