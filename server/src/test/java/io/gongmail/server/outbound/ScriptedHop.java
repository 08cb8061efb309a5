package io.gongmail.server.outbound;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A simulator of somebody else's mail server: it speaks SMTP over real sockets and TLS, keeps what it is told, and answers
 * each command as the test says.
 */
final class ScriptedHop implements AutoCloseable {
    private final ServerSocket listening;
    private final SSLContext tls;
    private final boolean tlsAtOnce;
    private final Map<String, String> answers = new HashMap<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> octets = new CopyOnWriteArrayList<>();

    /** @param tlsAtOnce whether it speaks TLS from the first octet */
    ScriptedHop(SSLContext tls, boolean tlsAtOnce) throws IOException {
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        answers.put("EHLO", "250-next.example\r\n250-STARTTLS\r\n250 AUTH PLAIN");
        answers.put("STARTTLS", "220 go on");
        answers.put("AUTH", "235 2.7.0 known");
        answers.put("DATA", "354 go on");
        answers.put(".", "250 2.0.0 taken");
        answers.put("QUIT", "221 2.0.0 bye");
        Thread thread = new Thread(this::serve, "scripted-hop");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Says {@code answer} to {@code command}; empty: hangs up. {@code .} is the end of a message. */
    ScriptedHop says(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** All that was sent to it, under TLS or not, each octet a character. */
    String octets() {
        return String.join("", octets);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket plain = listening.accept()) {
                plain.setSoTimeout(10_000);
                talk(tlsAtOnce ? secured(plain) : plain);
            } catch (IOException e) {
                // Who leaves in the middle is what some tests are about; the next one comes.
                continue;
            }
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void talk(Socket first) throws IOException {
        Socket socket = first;
        BufferedReader in = reader(socket);
        say(socket, "220 next.example ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add((socket instanceof SSLSocket ? "tls " : "clear ") + line);
            String verb = line.split("[ :]", 2)[0];
            String answer = answers.getOrDefault(verb, "250 2.0.0 yes");
            if (answer.isEmpty()) {
                return;
            }
            say(socket, answer);
            if (verb.equals("DATA") && answer.startsWith("354")) {
                messages.add(message(in));
                if (answers.get(".").isEmpty()) {
                    return;
                }
                say(socket, answers.get("."));
            } else if (verb.equals("STARTTLS") && answer.startsWith("220")) {
                socket = secured(socket);
                in = reader(socket);
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

    private static void say(Socket socket, String answer) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
