package io.gongmail.connector.tls;

import io.gongmail.connector.settings.KeyPin;
import java.security.cert.CertificateException;

/** Whoever answered is not the server that is pinned. */
public final class NotTheServer extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final Mismatch mismatch;
    private final String shownKey;

    NotTheServer(Mismatch mismatch, KeyPin shownKey, String detail) {
        super(detail);
        this.mismatch = mismatch;
        this.shownKey = shownKey.base64();
    }

    /** In what it is not the server. */
    public enum Mismatch {
        /** Not the pinned key. */
        KEY,
        /** No chain from the anchors. */
        ISSUER,
        /** The certificate is for another name (RFC 9525). */
        NAME,
        /** The certificate is not valid now. */
        TIME
    }

    public Mismatch mismatch() {
        return mismatch;
    }

    /** Of who answered. */
    public KeyPin shownKey() {
        return new KeyPin(shownKey);
    }
}
