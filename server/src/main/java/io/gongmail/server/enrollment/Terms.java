package io.gongmail.server.enrollment;

import io.gongmail.store.registry.ConsentText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A text that is agreed to. Its version carries a part of the text's SHA-256, so that a consent says what was agreed to
 * even if somebody changes the text and not its date.
 *
 * @param name which text, of all times: {@code terms}, {@code privacy}, {@code news}
 * @param version date, slash, first 16 hexadecimal digits of the SHA-256 of the text in UTF-8
 * @param sha256 of the text in UTF-8, in lower-case hexadecimal
 * @param required whether nobody has an account without agreeing to it
 */
public record Terms(String name, String version, String text, String sha256, boolean required) {
    private static final int SHOWN_OF_HASH = 16;

    /** The terms of use in force. */
    public static Terms ofUse() {
        return of("terms", "2026-11-24", "/terms-of-use.ko.txt", true);
    }

    /** The consent to the handling of personal data in force. */
    public static Terms ofPersonalData() {
        return of("privacy", "2026-11-26", "/personal-data.ko.txt", true);
    }

    /** The consent to receive news of the service in force: nobody needs it for an account. */
    public static Terms ofServiceNews() {
        return of("news", "2026-11-26", "/service-news.ko.txt", false);
    }

    /** By what it is kept when somebody agrees. */
    ConsentText kept() {
        return new ConsentText(name, version, sha256, required);
    }

    private static Terms of(String name, String date, String resource, boolean required) {
        try (InputStream in = Terms.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the class path");
            }
            byte[] bytes = in.readAllBytes();
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Terms(
                    name,
                    date + "/" + sha256.substring(0, SHOWN_OF_HASH),
                    new String(bytes, StandardCharsets.UTF_8),
                    sha256,
                    required);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
