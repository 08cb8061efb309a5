package io.gongmail.server.outbound;

import com.google.common.io.ByteSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands and replies on one connection to another server (RFC 5321 §4.2, RFC 3207). Whatever it says, a reply takes a bounded
 * time and a bounded room. Not thread-safe; closing is.
 */
final class Conversation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    /** In octets; RFC 5321 §4.5.3.1.5 has 512. */
    private static final int LONGEST_LINE = 2_048;

    private static final int MOST_LINES = 128;

    private final Target target;
    private final Duration replyTime;
    private final Deadline deadline;
    private final ScheduledFuture<?> end;
    private final Socket plain;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final byte[] heard = new byte[4 * 1024];
    private int next;
    private int known;

    private Conversation(
            Target target, Socket plain, Duration replyTime, Deadline deadline, ScheduledExecutorService timer)
            throws IOException {
        this.target = target;
        this.plain = plain;
        this.socket = plain;
        this.replyTime = replyTime;
        this.deadline = deadline;
        this.in = plain.getInputStream();
        this.out = new BufferedOutputStream(plain.getOutputStream(), 8 * 1024);
        // A write has no time limit of its own.
        this.end = timer.schedule(this::cut, deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Connects; says and hears nothing yet. */
    static Conversation open(
            Target target, Duration connectTime, Duration replyTime, Deadline deadline, ScheduledExecutorService timer)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.address(), target.port()), deadline.millis(connectTime));
            socket.setSoTimeout(deadline.millis(replyTime));
            socket.setTcpNoDelay(true);
            return new Conversation(target, socket, replyTime, deadline, timer);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * From here on TLS. What came in clear before is not read as if it had come through TLS.
     *
     * @param verifying whether the certificate must bear the server's name (RFC 6125)
     */
    void secure(SSLSocketFactory tls, boolean verifying) throws IOException {
        if (next < known || in.available() > 0) {
            throw new IOException("something was said in clear between STARTTLS and TLS");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, target.host(), target.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (verifying) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(deadline.millis(replyTime));
        secured.startHandshake();
        socket = secured;
        in = secured.getInputStream();
        out = new BufferedOutputStream(secured.getOutputStream(), 8 * 1024);
    }

    /** TLS's version; empty in clear. */
    String tls() {
        return socket instanceof SSLSocket secured ? secured.getSession().getProtocol() : "";
    }

    /** A command and the reply to it. Neither CR nor LF may be in it. */
    Reply says(String command) throws IOException {
        if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a command of more than one line");
        }
        out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return hears(replyTime);
    }

    /** What follows 354, and the reply to its end, which may take twice as long (RFC 5321 §4.5.3.2.6). */
    Reply sends(ByteSource message) throws IOException {
        try (InputStream octets = message.openStream()) {
            MessageLines.write(octets, out);
        }
        out.flush();
        return hears(replyTime.multipliedBy(2));
    }

    /** What it says first. */
    Reply greeting() throws IOException {
        return hears(replyTime);
    }

    private Reply hears(Duration within) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < MOST_LINES) {
            socket.setSoTimeout(deadline.millis(within));
            String line = line();
            if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
                throw new IOException("it speaks no SMTP");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new Reply(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
        throw new IOException("a reply of more than " + MOST_LINES + " lines");
    }

    /** Without its end; what is not printable US-ASCII becomes a question mark. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int octet = octet(); octet != '\n'; octet = octet()) {
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a reply's line of more than " + LONGEST_LINE + " octets");
            }
            line.append(octet >= 0x20 && octet < 0x7f || octet == '\r' ? (char) octet : '?');
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString().replace('\r', '?');
    }

    private int octet() throws IOException {
        if (next == known) {
            if (deadline.isOver()) {
                throw new IOException("it took too long");
            }
            next = 0;
            known = Math.max(0, in.read(heard));
            if (known == 0) {
                throw new IOException("it hung up");
            }
        }
        return heard[next++] & 0xff;
    }

    /** Says QUIT and does not wait for long: what was taken is taken, however it ends. */
    void leaves() {
        try {
            out.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            hears(Duration.ofSeconds(2));
        } catch (IOException e) {
            LOG.debug("{} did not end well: {}", target, e.toString());
        } finally {
            close();
        }
    }

    private void cut() {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("{} is closed already", target, e);
        }
    }

    @Override
    public void close() {
        end.cancel(false);
        cut();
    }
}
