package io.gongmail.server.clientsetup;

import io.gongmail.server.tls.ServerKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the connector of a person's computer is told of the service: its wizard offers it, and the person has but the certificate to
 * choose. It pins the server by its keys, so that no authority that the computer happens to trust can stand in between. Thread-safe.
 */
public final class ConnectorSettings {
    public static final String TYPE = "text/plain";

    private final MailService service;
    private final Supplier<List<ServerKey>> keys;

    /** @param keys those in force when they are asked for */
    public ConnectorSettings(MailService service, Supplier<List<ServerKey>> keys) {
        this.service = service;
        this.keys = keys;
    }

    /** A file of the connector's, {@code connector.properties}; UTF-8. */
    public byte[] write() {
        String pins = keys.get().stream().map(key -> pin(key.chain().get(0))).collect(Collectors.joining(", "));
        return String.join(
                        "\n",
                        "# The Gongmail connector's settings for " + String.join(", ", service.domains()) + ".",
                        "# Put it where the connector looks for its settings, or name it: gongmail-connector setup --settings FILE",
                        "server = " + service.host(),
                        "imap-port = " + service.imap().port(),
                        "submission-port = " + service.submission().port(),
                        "server-key-sha256 = " + pins,
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Of the SubjectPublicKeyInfo, as in RFC 7469 §2.4. */
    private static String pin(X509Certificate certificate) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
