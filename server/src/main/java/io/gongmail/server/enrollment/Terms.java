package io.gongmail.server.enrollment;

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
 * @param version date, slash, first 16 hexadecimal digits of the SHA-256 of the text in UTF-8
 */
public record Terms(String version, String text) {
    /** The terms of use in force. */
    public static Terms ofUse() {
        return of("2026-11-24", "/terms-of-use.ko.txt");
    }

    /** The consent to the handling of personal data in force. */
    public static Terms ofPersonalData() {
        return of("2026-11-26", "/personal-data.ko.txt");
    }

    private static Terms of(String date, String resource) {
        try (InputStream in = Terms.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the class path");
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String version = date + "/" + HexFormat.of().formatHex(hash).substring(0, 16);
            return new Terms(version, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
