package io.gongmail.server.portal;

import io.gongmail.pki.possession.Challenge;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Challenges as files to be signed, and what comes back signed. */
final class SignedFiles {
    private SignedFiles() {}

    /** What is to be signed. */
    static Answer file(Challenge challenge) {
        return new Answer.Octets(
                "text/plain; charset=utf-8",
                challenge.text().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Disposition", "attachment; filename=\"challenge.txt\""));
    }

    /** The file {@code signed} of the form: CMS as it is, or in PEM as openssl writes it too. */
    static byte[] signed(Visit visit) {
        byte[] signed = visit.file("signed").orElseGet(() -> new byte[0]);
        String text = new String(signed, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("-----BEGIN ")) {
            return signed;
        }
        try {
            return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 #]+-----", ""));
        } catch (IllegalArgumentException e) {
            return signed;
        }
    }
}
