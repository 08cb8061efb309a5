package io.gongmail.server.tls;

import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLCredential;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's keys for BoringSSL, parsed once and kept outside of the heap. Each handshake is given all of them as
 * credentials, and BoringSSL takes the first that fits what the client offers. What Netty does by itself knows the server's
 * cipher suites but not the client's, so of two keys it gives a client one that it cannot use.
 *
 * <p>An RSA key that {@link RsaByAwsLc} signs with is no credential but a chain alone, which BoringSSL looks at after them
 * all: so it must be the last.
 *
 * <p>What is held natively is given back when the last context that uses it is collected: Netty holds this for as long as a
 * handshake may ask.
 */
final class NativeKeys extends X509ExtendedKeyManager {
    private static final Cleaner CLEANER = Cleaner.create();
    /** Netty looks for the certificate of this name, finds none, and leaves what was added here. */
    private static final String ADDED = "added";

    private final Owned owned;
    private final Optional<OpenSslPrivateKeyMethod> signing;

    /** What is held natively, by address; 0 for nothing. Not a record, for it is filled one by one. */
    private static final class Owned implements Runnable {
        private final long[] credentials;
        private long chain;

        Owned(int credentials) {
            this.credentials = new long[credentials];
        }

        @Override
        public void run() {
            for (long credential : credentials) {
                if (credential != 0) {
                    try {
                        SSLCredential.free(credential);
                    } catch (Exception e) { // what the native method declares
                        throw new IllegalStateException(e);
                    }
                }
            }
            if (chain != 0) {
                SSL.freeX509Chain(chain);
            }
        }
    }

    /**
     * @param keys the one preferred first
     * @throws IllegalArgumentException if BoringSSL cannot use one
     */
    NativeKeys(List<ServerKey> keys) {
        ServerKey last = keys.get(keys.size() - 1);
        this.signing = last.isElliptic() ? Optional.empty() : RsaByAwsLc.of(last.key());
        this.owned = new Owned(keys.size() - (signing.isPresent() ? 1 : 0));
        CLEANER.register(this, owned);
        try {
            for (int i = 0; i < owned.credentials.length; i++) {
                owned.credentials[i] = credential(keys.get(i));
            }
            if (signing.isPresent()) {
                owned.chain = parsed(chainPem(last.chain()), bio -> SSL.parseX509Chain(bio));
            }
        } catch (Exception e) { // what the native methods declare
            throw new IllegalArgumentException("the server's key cannot be used: " + e.getMessage(), e);
        }
    }

    /** What signs with a key that BoringSSL has not; a context needs it as its option. */
    Optional<OpenSslPrivateKeyMethod> signing() {
        return signing;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (!(engine instanceof ReferenceCountedOpenSslEngine openSsl)) {
            return null;
        }
        // The engine frees what this pointer points to under the same lock.
        synchronized (openSsl) {
            long ssl = openSsl.sslPointer();
            if (ssl == 0) {
                return null;
            }
            try {
                for (long credential : owned.credentials) {
                    SSL.addCredential(ssl, credential);
                }
                if (owned.chain != 0) {
                    SSL.setKeyMaterial(ssl, owned.chain, 0);
                }
            } catch (Exception e) { // what the native method declares
                throw new IllegalStateException("a handshake was not given its key", e);
            } finally {
                Reference.reachabilityFence(this);
            }
        }
        return ADDED;
    }

    private static long credential(ServerKey key) throws Exception {
        long credential = SSLCredential.newX509();
        long chain = 0;
        long privateKey = 0;
        boolean whole = false;
        try {
            chain = parsed(chainPem(key.chain()), bio -> SSL.parseX509Chain(bio));
            privateKey = parsed(keyPem(key.key()), bio -> SSL.parsePrivateKey(bio, null));
            // Both take references of their own.
            SSLCredential.setCertChain(credential, chain);
            SSLCredential.setPrivateKey(credential, privateKey);
            whole = true;
            return credential;
        } finally {
            if (chain != 0) {
                SSL.freeX509Chain(chain);
            }
            if (privateKey != 0) {
                SSL.freePrivateKey(privateKey);
            }
            if (!whole) {
                SSLCredential.free(credential);
            }
        }
    }

    /** Something native made of what a memory BIO holds. */
    @FunctionalInterface
    private interface Parsing {
        long of(long bio) throws Exception;
    }

    private static long parsed(byte[] pem, Parsing parsing) throws Exception {
        ByteBuffer octets = ByteBuffer.allocateDirect(pem.length);
        octets.put(0, pem);
        long bio = SSL.newMemBIO();
        try {
            if (SSL.bioWrite(bio, Buffer.address(octets), pem.length) != pem.length) {
                throw new IllegalStateException("a memory BIO took less than it was given");
            }
            return parsing.of(bio);
        } finally {
            SSL.freeBIO(bio);
            // A key is in it.
            Arrays.fill(pem, (byte) 0);
            octets.put(0, pem);
        }
    }

    private static byte[] chainPem(List<X509Certificate> chain) throws CertificateEncodingException {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (X509Certificate certificate : chain) {
            pem.writeBytes(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.toByteArray();
    }

    private static byte[] keyPem(PrivateKey key) {
        byte[] der = key.getEncoded();
        try {
            return pem("PRIVATE KEY", der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static byte[] pem(String what, byte[] der) {
        byte[] begin = ("-----BEGIN " + what + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("\n-----END " + what + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] text = Base64.getMimeEncoder().encode(der);
        byte[] whole = Arrays.copyOf(begin, begin.length + text.length + end.length);
        System.arraycopy(text, 0, whole, begin.length, text.length);
        System.arraycopy(end, 0, whole, begin.length + text.length, end.length);
        Arrays.fill(text, (byte) 0);
        return whole;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }
}
