package io.gongmail.pki.keyfile;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * A certificate and a key file beside it that belong together by their names; whether they do shows when it is opened.
 *
 * @param layout whose way of naming they follow
 */
public record FoundPair(Layout layout, X509Certificate certificate, Path certificateFile, Path keyFile) {

    /** How the files of a pair are named. */
    public enum Layout {
        /** {@code _sig.cer _sig.key}, {@code _env.cer _env.key}. */
        GPKI,
        /** {@code signCert.der signPri.key}, {@code kmCert.der kmPri.key}. */
        NPKI,
        /** {@code .crt.pem .key.pem} and others with one stem. */
        PLAIN
    }

    public KeyUse use() {
        return KeyUse.of(certificate);
    }
}
