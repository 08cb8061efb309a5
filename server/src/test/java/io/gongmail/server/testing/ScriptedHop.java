package io.gongmail.server.testing;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A simulator of somebody else's mail server: it speaks SMTP over real sockets and TLS, keeps what it is told, and answers
 * each command as the test says.
 */
public final class ScriptedHop implements AutoCloseable {
    /** An answer that does not come until the connection is closed. */
    public static final String SILENCE = "\0";

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final boolean tlsAtOnce;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> octets = new CopyOnWriteArrayList<>();
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public final List<String> messages = new CopyOnWriteArrayList<>();
    public final AtomicInteger connections = new AtomicInteger();

    /** @param tlsAtOnce whether it speaks TLS from the first octet */
    public ScriptedHop(SSLContext tls, boolean tlsAtOnce) throws IOException {
        this(InetAddress.getLoopbackAddress(), 0, tls, tlsAtOnce);
    }

    /**
     * At one of the many addresses of loopback, so that several have the same port.
     *
     * @param tls null: hangs up after STARTTLS
     * @param port 0 for any
     */
    public ScriptedHop(InetAddress address, int port, @Nullable SSLContext tls, boolean tlsAtOnce) throws IOException {
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        this.listening = new ServerSocket(port, 50, address);
        answers.put("220", "220 next.example ESMTP");
        answers.put("EHLO", "250-next.example\r\n250-STARTTLS\r\n250 AUTH PLAIN");
        answers.put("STARTTLS", "220 go on");
        answers.put("AUTH", "235 2.7.0 known");
        answers.put("DATA", "354 go on");
        answers.put(".", "250 2.0.0 taken");
        answers.put("QUIT", "221 2.0.0 bye");
        start(this::serve);
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "scripted-hop");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /**
     * Says {@code answer} to {@code command}, a verb or a whole line; empty: hangs up. {@code .} is the end of a message,
     * {@code 220} the greeting.
     */
    public ScriptedHop says(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** All that was sent to it, under TLS or not, each octet a character. */
    public String octets() {
        return String.join("", octets);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket plain = listening.accept();
                connections.incrementAndGet();
                open.add(plain);
                start(() -> serve(plain));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setSoTimeout(60_000);
            talk(tlsAtOnce ? secured(plain) : plain);
        } catch (IOException e) {
            // Who leaves in the middle is what some tests are about.
        } finally {
            open.remove(plain);
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        if (tls == null) {
            throw new IOException("no TLS today");
        }
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void talk(Socket first) throws IOException {
        Socket socket = first;
        BufferedReader in = reader(socket);
        if (!says(socket, in, answers.get("220"))) {
            return;
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add((socket instanceof SSLSocket ? "tls " : "clear ") + line);
            String verb = line.split("[ :]", 2)[0];
            String answer = answers.getOrDefault(line, answers.getOrDefault(verb, "250 2.0.0 yes"));
            if (!says(socket, in, answer)) {
                return;
            }
            if (verb.equals("DATA") && answer.startsWith("354")) {
                messages.add(message(in));
                if (!says(socket, in, answers.get("."))) {
                    return;
                }
            } else if (verb.equals("STARTTLS") && answer.startsWith("220")) {
                socket = secured(socket);
                in = reader(socket);
            } else if (verb.equals("QUIT")) {
                return;
            }
        }
    }

    private static String message(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            lines.add(line);
        }
        return String.join("\r\n", lines);
    }

    private BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new Noting(socket.getInputStream()), StandardCharsets.US_ASCII));
    }

    private final class Noting extends FilterInputStream {
        Noting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                octets.add(new String(target, offset, read, StandardCharsets.ISO_8859_1));
            }
            return read;
        }
    }

    /** Tells whether it goes on. */
    private static boolean says(Socket socket, BufferedReader in, String answer) throws IOException {
        if (answer.equals(SILENCE)) {
            in.readLine();
            return false;
        }
        if (answer.isEmpty()) {
            return false;
        }
        OutputStream out = socket.getOutputStream();
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
