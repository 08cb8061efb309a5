package io.gongmail.connector.testing;

import io.gongmail.pki.demo.Issued;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A small real server: the JDK's TLS with a client certificate required, one thread for each connection. After sign-in what
 * comes is {@link Afterwards}'s.
 */
public final class MailServer implements AutoCloseable {
    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<LineServer> served = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> shown = new CopyOnWriteArrayList<>();
    private final List<SSLSocket> open = new CopyOnWriteArrayList<>();
    private final Supplier<LineServer> lines;
    private final Afterwards afterwards;

    /** What the server does once somebody has signed in. */
    @FunctionalInterface
    public interface Afterwards {
        void serve(SSLSocket socket, InputStream in, OutputStream out) throws IOException;
    }

    public MailServer(Issued server, Supplier<LineServer> lines, Afterwards afterwards) throws Exception {
        this.lines = lines;
        this.afterwards = afterwards;
        listener = (SSLServerSocket)
                context(server).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listener.setNeedClientAuth(true);
        threads.execute(this::accept);
    }

    public static MailServer imap(Afterwards afterwards) throws Exception {
        return new MailServer(TestPki.server(), FakeImap::new, afterwards);
    }

    public static MailServer smtp() throws Exception {
        return new MailServer(TestPki.server(), FakeSmtp::new, MailServer::echo);
    }

    /** Says {@code line} to whoever comes, as a gate does to a refused certificate. */
    public static MailServer refusing(String line) throws Exception {
        return new MailServer(TestPki.server(), () -> new Refusing(line), MailServer::echo);
    }

    public static void echo(SSLSocket socket, InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<LineServer> served() {
        return served;
    }

    public List<X509Certificate> shown() {
        return shown;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                continue; // closed
            }
        }
    }

    private void serve(SSLSocket socket) {
        open.add(socket);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            socket.startHandshake();
            shown.add((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            LineServer server = lines.get();
            served.add(server);
            say(out, server.greeting());
            while (!server.isSignedIn()) {
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                say(out, server.answer(line));
            }
            afterwards.serve(socket, in, out);
        } catch (IOException e) {
            return; // the other side's test
        } finally {
            open.remove(socket);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Empty at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private record Refusing(String line) implements LineServer {
        @Override
        public String greeting() {
            return line + "\r\n";
        }

        @Override
        public String answer(String heard) {
            return "503 5.5.1 refused\r\n";
        }

        @Override
        public List<String> heard() {
            return List.of();
        }

        @Override
        public boolean isSignedIn() {
            return false;
        }
    }

    static SSLContext context(Issued server) throws GeneralSecurityException, IOException {
        char[] none = new char[0];
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, none);
        keys.setKeyEntry("server", server.key(), none, server.chain().toArray(new Certificate[0]));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, none);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, none);
        anchors.setCertificateEntry("root", TestPki.authority().root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
