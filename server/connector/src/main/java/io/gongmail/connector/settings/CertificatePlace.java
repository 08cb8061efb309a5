package io.gongmail.connector.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the person's certificate and key are.
 *
 * @param path folder, file or library; none for the system's own stores
 * @param slot of a token
 * @param serial hexadecimal, lower case, where one of several is meant
 * @param passwordFile where the password is kept, if it is
 */
public record CertificatePlace(
        Kind kind, Optional<Path> path, int slot, Optional<String> serial, Optional<Path> passwordFile) {

    /** The name in the file is the constant's in lower case. */
    public enum Kind {
        FILES,
        PKCS12,
        TOKEN,
        WINDOWS,
        MACOS;

        /** Whether the connector is the one who asks for a password or PIN. */
        public boolean wantsPassword() {
            return this == FILES || this == PKCS12 || this == TOKEN;
        }
    }
}
