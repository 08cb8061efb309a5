package io.gongmail.connector.settings;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every key of the settings file, with what it means, its bounds and its default; an empty default means that there is
 * none. What an office hands out has the keys of the server, the person adds those of the certificate by {@code setup}.
 */
public enum SettingKey {
    SERVER("server", "", "Name of the mail server, as its certificate has it; 1 to 253 characters. Needed."),
    IMAP_PORT("imap-port", "993", "The server's port for IMAP over TLS; 1 to 65535."),
    SUBMISSION_PORT("submission-port", "465", "The server's port for submission over TLS; 1 to 65535."),
    SERVER_ANCHORS(
            "server-anchors",
            "",
            "A file with the authorities (PEM or DER) that may have issued the server's certificate. This or"
                    + " server-key-sha256 is needed; with both, both must hold."),
    SERVER_KEY_SHA256(
            "server-key-sha256",
            "",
            "SHA-256 of the server's public key (SubjectPublicKeyInfo), in Base64 or hexadecimal; up to 8, with commas"
                    + " between, one of which must be the server's."),
    CERTIFICATE(
            "certificate",
            "",
            "Where the person's certificate is: files (GPKI, NPKI or PEM key files), pkcs12, token (PKCS#11), windows"
                    + " (the system's key store) or macos (the key chain). Needed."),
    CERTIFICATE_PATH(
            "certificate-path",
            "",
            "A folder or a key file, the PKCS#12 file, or the token's PKCS#11 library. A backslash is written twice;"
                    + " a slash does as well."),
    CERTIFICATE_SLOT("certificate-slot", "0", "The token's slot, counted from 0 among those with a token; 0 to 63."),
    CERTIFICATE_SERIAL(
            "certificate-serial",
            "",
            "Serial number of the certificate, hexadecimal, where several are there that could be meant."),
    PASSWORD_FILE(
            "password-file",
            "",
            "A file, mode 0600, whose first line is the certificate's password. Without it the password is asked for at"
                    + " each start."),
    CERTIFICATE_ALONE(
            "certificate-alone",
            "no",
            "yes: sign in by the certificate without a password (SASL EXTERNAL), where the server allows it; the mail"
                    + " program still has to know the secret."),
    LOCAL_IMAP_PORT("local-imap-port", "1143", "Where mail programs find IMAP on this computer; 1 to 65535."),
    LOCAL_SMTP_PORT("local-smtp-port", "1025", "Where mail programs find SMTP on this computer; 1 to 65535."),
    MOST_CONNECTIONS("most-connections", "64", "Mail programs' connections at a time; 1 to 256."),
    SECRET(
            "secret",
            "",
            "Stands in front of the address in the mail program's user name, with a plus sign between, so that nobody"
                    + " else on this computer can use the open ports; 16 to 64 small letters and digits. Needed.");

    private final String key;
    private final String standard;
    private final String meaning;

    SettingKey(String key, String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** As the file has it. */
    public String key() {
        return key;
    }

    /** The default; empty for none. */
    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<SettingKey> of(String key) {
        return Stream.of(values()).filter(each -> each.key.equals(key)).findFirst();
    }
}
