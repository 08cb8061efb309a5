package io.gongmail.pki;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one Bouncy Castle provider of this program, which weighs some 600 KiB; it is handed over by hand, never registered. */
public final class BouncyCastle {
    /** Thread-safe. */
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
