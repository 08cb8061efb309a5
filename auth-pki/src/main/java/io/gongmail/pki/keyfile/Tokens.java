package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;

/**
 * Cards and other tokens, by their PKCS#11 library and the JDK's SunPKCS11. Keys stay in the token: what is opened signs
 * through it.
 */
public final class Tokens {
    private static final String NAME = "gongmail";

    /**
     * Opens the token in the slot at {@code position} (from 0, of those with a token) by its PIN, which stays the caller's to
     * wipe.
     */
    public Opening<Token> open(Path library, int position, char[] pin) {
        try {
            return new Opening.Opened<>(opened(library.toAbsolutePath().normalize(), position, pin));
        } catch (NotOpened e) {
            return new NotOpened(e.problem(), library + ", slot " + position + ": " + e.getMessage()).told();
        }
    }

    private static Token opened(Path library, int position, char[] pin) throws NotOpened {
        Provider provider = provider(library, position);
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            List<TokenPair> pairs = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                Certificate[] chain = store.getCertificateChain(alias);
                if (chain != null && chain.length > 0 && store.getKey(alias, null) instanceof PrivateKey key) {
                    List<X509Certificate> certificates =
                            Stream.of(chain).map(X509Certificate.class::cast).toList();
                    if (Fit.fits(key, certificates.get(0), provider)) {
                        pairs.add(new TokenPair(alias, certificates, key, provider));
                    }
                }
            }
            if (pairs.isEmpty()) {
                throw new NotOpened(
                        KeyProblem.NO_CERTIFICATE,
                        "the PIN opens it, but it holds no certificate with its key; have yours put on it");
            }
            return new Token(pairs);
        } catch (IOException e) {
            throw refusal(e);
        } catch (GeneralSecurityException e) {
            throw new NotOpened(
                    KeyProblem.NO_TOKEN,
                    "there is no token in it (" + word(e) + "); insert the card, or name another slot");
        }
    }

    /** SunPKCS11 wraps what the token answered (PKCS #11 §11.1, CKR_…) into a login failure and that into this. */
    private static NotOpened refusal(IOException e) {
        String answer = "";
        boolean login = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            login |= cause instanceof LoginException;
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("CKR_")) {
                answer = message;
            }
        }
        if (answer.startsWith("CKR_PIN_LOCKED")) {
            return new NotOpened(
                    KeyProblem.NO_TOKEN, "it is locked after too many wrong PINs; have it unlocked by who issued it");
        }
        return login
                ? new NotOpened(
                        KeyProblem.WRONG_PASSWORD,
                        "the PIN does not open it" + (answer.isEmpty() ? "" : " (" + answer + ")")
                                + "; try again, and mind that most lock after a few wrong ones")
                : new NotOpened(
                        KeyProblem.NO_TOKEN,
                        "the token does not answer (" + (answer.isEmpty() ? word(e) : answer) + "); insert it anew");
    }

    private static Provider provider(Path library, int position) throws NotOpened {
        if (!Files.isRegularFile(library)) {
            throw new NotOpened(
                    KeyProblem.NO_TOKEN,
                    "the PKCS#11 library is not there; install the token's software and name its library");
        }
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw new NotOpened(
                    KeyProblem.NO_TOKEN, "this Java has no SunPKCS11 (module jdk.crypto.cryptoki); use a full JDK");
        }
        // Two leading hyphens: the configuration itself, not a file's name. In quotes, quotes and backslashes are
        // escaped.
        String configuration = String.format(
                Locale.ROOT,
                "--name=%s%nlibrary=\"%s\"%nslotListIndex=%d%nshowInfo=false%n",
                NAME,
                library.toString().replace("\\", "\\\\").replace("\"", "\\\""),
                position);
        try {
            return unconfigured.configure(configuration);
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            throw new NotOpened(
                    KeyProblem.NO_TOKEN,
                    "the library cannot be used (" + word(e)
                            + "); name the token's PKCS#11 library for this machine, and a slot that it has");
        }
    }

    /** The innermost cause in its own words; the PIN is in none of them. */
    private static String word(Throwable fault) {
        Throwable innermost = fault;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
