package io.gongmail.server.tls;

import io.netty.handler.ssl.CipherSuiteFilter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.ImmediateExecutor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes the TLS side of listeners: TLS 1.2 and 1.3 with forward secrecy, the client's certificate asked for and left to the
 * gate or to the portal's certificate door, no resumption. Each listener gets a context of its own, and all of them change at
 * once. Thread-safe.
 */
public final class TlsContexts {
    /** Longer than a ticket may live (RFC 8446 §4.6.1: seven days), so the JDK's provider sends none. */
    private static final int NO_TICKET_LIVES_THAT_LONG = 604_801;

    private static final String LIBRARY_PROPERTY = "gongmail.tls.provider";

    /**
     * What people's mail programs of the last ten years speak, and nothing else: TLS 1.3 first, then of TLS 1.2 what agrees
     * on a key by an elliptic curve and encrypts and authenticates in one (RFC 9325 §4.2). So a key that is stolen later opens
     * nothing that was recorded, no padding is there to be asked about, and no weak finite-field group can be met. Suites
     * for P-256 keys stand first since they cost us least.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private static final CipherSuiteFilter ONLY_SUPPORTED = SupportedCipherSuiteFilter.INSTANCE;

    static {
        // They are read once, when the libraries are first used, so they are set before that, whatever the command line
        // says. A resumed session needs neither key nor certificate; a renegotiated one would bring a certificate that
        // no
        // gate has judged.
        System.setProperty("io.netty.handler.ssl.openssl.sessionCacheServer", "false");
        // Read by both libraries. Without it Netty gives out tickets with OpenSSL as soon as TLS 1.3 is spoken, and the
        // JDK promises one with TLS 1.2 (RFC 5077 §3.2) that our timeout keeps it from sending: handshakes would fail.
        System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /** Which library does the handshakes. */
    public enum Library {
        /** BoringSSL where it is at hand, the JDK's elsewhere. */
        AUTO,
        JDK,
        OPENSSL
    }

    /**
     * What every context of one time has in common.
     *
     * @param keys for the library that mail goes by
     * @param pageKeys the same for the JDK's, which pages go by
     * @param all what they are made of
     */
    private record Material(KeyManager keys, KeyManager pageKeys, List<ServerKey> all, List<X509Certificate> issuers) {
        /** What signs for BoringSSL with a key that it has not itself. */
        Optional<OpenSslPrivateKeyMethod> signing() {
            return keys instanceof NativeKeys nativeKeys ? nativeKeys.signing() : Optional.empty();
        }
    }

    /** How one listener makes its context. */
    private record Listener(
            SslProvider provider,
            ClientAuth auth,
            Function<List<X509Certificate>, X509ExtendedTrustManager> trust,
            Executor tasks) {}

    /** Contexts by listener, in the order in which those were made; swapped whole. */
    private record InForce(Material material, List<SslContext> contexts) {}

    private final SslProvider provider;
    private final Duration handshakeTimeout;
    private final List<Listener> listeners = new ArrayList<>();
    private volatile InForce inForce;

    /**
     * @param keys one, or one of each kind, the one preferred first; a client gets the first that it can verify
     * @param issuers the administrative PKI's certificates: their names, and no others, are told to clients
     * @throws IllegalArgumentException if OPENSSL is asked for and not at hand, or it cannot use a key
     */
    public TlsContexts(
            List<ServerKey> keys, List<X509Certificate> issuers, Library library, Duration handshakeTimeout) {
        this.provider = provider(library);
        this.handshakeTimeout = handshakeTimeout;
        this.inForce = new InForce(material(keys, issuers), List.of());
    }

    /** Whether BoringSSL is at hand for this platform. */
    public static boolean openSslAvailable() {
        return OpenSsl.isAvailable() && OpenSsl.versionString().equals("BoringSSL");
    }

    /**
     * For a listener whose gate tells the reason of a refusal in a line.
     *
     * @throws IllegalArgumentException if the library cannot do what is asked of it
     */
    public TlsEncryption toldByLine() {
        return encryption(new Listener(provider, ClientAuth.OPTIONAL, AcceptToJudge::new, ImmediateExecutor.INSTANCE));
    }

    /** For pages that anybody may see: no certificate is asked for. */
    public PageEncryption forPages() {
        return pages(ClientAuth.NONE);
    }

    /**
     * For pages that ask for a certificate. Every certificate gets in: who shows a wrong one is to be told why. So no issuers
     * are named to the browser either, or its picker would hide what is wrong.
     */
    public PageEncryption forPagesWithCertificate() {
        return pages(ClientAuth.OPTIONAL);
    }

    private PageEncryption pages(ClientAuth auth) {
        Supplier<SslContext> context = contextOf(new Listener(
                SslProvider.JDK, auth, issuers -> new AcceptToJudge(List.of()), ImmediateExecutor.INSTANCE));
        return new PageEncryption(() -> (JdkSslContext) context.get());
    }

    /**
     * For a listener that must not answer strangers: who is refused gets a TLS alert and no word. The certificate is judged
     * within the handshake, and by the gate again.
     *
     * @throws IllegalArgumentException as {@link #toldByLine}
     */
    public TlsEncryption toldByAlert(Judging judging) {
        return encryption(new Listener(
                provider, ClientAuth.REQUIRE, issuers -> new JudgeInHandshake(issuers, judging), judging.threads()));
    }

    /**
     * Makes the contexts of every listener anew. Running what is returned swaps them all in at once, for connections to come;
     * those that stand go on. Until then nothing changes.
     *
     * @param keys as for the constructor
     * @param issuers as for the constructor
     * @throws IllegalArgumentException if the library cannot use a key
     */
    public Runnable prepare(List<ServerKey> keys, List<X509Certificate> issuers) {
        Material material = material(keys, issuers);
        List<SslContext> contexts = new ArrayList<>();
        synchronized (listeners) {
            for (Listener listener : listeners) {
                contexts.add(context(listener, material));
            }
        }
        InForce next = new InForce(material, List.copyOf(contexts));
        return () -> {
            synchronized (listeners) {
                if (listeners.size() != contexts.size()) {
                    throw new IllegalStateException("a listener came between");
                }
                inForce = next;
            }
        };
    }

    /** The keys now in force, the preferred one first: for signing what is handed to clients, and for telling them whom to expect. */
    public List<ServerKey> keys() {
        return inForce.material().all();
    }

    private TlsEncryption encryption(Listener listener) {
        return new TlsEncryption(contextOf(listener), handshakeTimeout, listener.tasks());
    }

    private Supplier<SslContext> contextOf(Listener listener) {
        synchronized (listeners) {
            InForce now = inForce;
            int place = listeners.size();
            List<SslContext> contexts = new ArrayList<>(now.contexts());
            contexts.add(context(listener, now.material()));
            listeners.add(listener);
            inForce = new InForce(now.material(), List.copyOf(contexts));
            return () -> inForce.contexts().get(place);
        }
    }

    private Material material(List<ServerKey> keys, List<X509Certificate> issuers) {
        KeyByClient ofTheJdk = new KeyByClient(keys);
        return new Material(
                provider == SslProvider.JDK ? ofTheJdk : new NativeKeys(keys),
                ofTheJdk,
                List.copyOf(keys),
                List.copyOf(issuers));
    }

    private SslContext context(Listener listener, Material material) {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        listener.provider() == provider ? material.keys() : material.pageKeys())
                .sslProvider(listener.provider())
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS, ONLY_SUPPORTED)
                .clientAuth(listener.auth())
                .trustManager(listener.trust().apply(material.issuers()));
        if (listener.provider() == SslProvider.OPENSSL) {
            // Whoever neither judges within the handshake nor signs elsewhere need not leave it and enter it again for
            // that.
            // Netty's library calls a method for private keys wrongly, and crashes, where there are no tasks.
            builder.option(
                    OpenSslContextOption.USE_TASKS,
                    listener.tasks() != ImmediateExecutor.INSTANCE
                            || material.signing().isPresent());
            material.signing().ifPresent(method -> builder.option(OpenSslContextOption.PRIVATE_KEY_METHOD, method));
        }
        SslContext context;
        try {
            context = builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
        if (listener.provider() == SslProvider.JDK) {
            // The other half is the gate's, and the portal's: each session is invalidated once the handshake is done.
            context.sessionContext().setSessionTimeout(NO_TICKET_LIVES_THAT_LONG);
        }
        return context;
    }

    private static SslProvider provider(Library library) {
        return switch (library) {
            case JDK -> SslProvider.JDK;
            case OPENSSL -> {
                if (!openSslAvailable()) {
                    throw new IllegalArgumentException(
                            "OpenSSL is not at hand for this platform; use the JDK's provider");
                }
                yield SslProvider.OPENSSL;
            }
            case AUTO -> {
                boolean openSsl = !"jdk".equalsIgnoreCase(System.getProperty(LIBRARY_PROPERTY)) && openSslAvailable();
                yield openSsl ? SslProvider.OPENSSL : SslProvider.JDK;
            }
        };
    }
}
