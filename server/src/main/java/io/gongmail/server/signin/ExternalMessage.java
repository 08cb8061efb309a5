package io.gongmail.server.signin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A message of SASL EXTERNAL (RFC 4422 Appendix A.1): whom the client wants to act as, or nothing. */
public final class ExternalMessage {
    /** Base64 of an address of 320 octets, and more than that. */
    private static final int MOST_CHARACTERS = 1_024;

    private ExternalMessage() {}

    /**
     * @param base64 as it came; nothing and {@code =} are the empty message (RFC 4959 §3, RFC 4954 §4)
     * @return the identity, empty for the certificate's own; or nothing when it is no such message
     */
    public static Optional<String> parse(String base64) {
        if (base64.isEmpty() || base64.equals("=")) {
            return Optional.of("");
        }
        if (base64.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            String identity = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
            return identity.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(identity);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
