package io.gongmail.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** An SMTP submission client of a few commands (RFC 6409), one at a time. Not thread-safe. */
public final class SmtpTalk implements Closeable {
    private final TalkingConnection connection;
    private final String greeting;

    private SmtpTalk(TalkingConnection connection, String greeting) {
        this.connection = connection;
        this.greeting = greeting;
    }

    public static SmtpTalk to(int port, SSLContext tls) throws IOException {
        TalkingConnection connection = TalkingConnection.to(port, tls);
        return new SmtpTalk(connection, reply(connection));
    }

    /** The server's first line: {@code 220 …}, or {@code 554 …} or {@code 421 …} for a refused certificate. */
    public String greeting() {
        return greeting;
    }

    /** Says {@code command} and hears the last line of its reply (RFC 5321 §4.2.1). */
    public String command(String command) throws IOException {
        connection.say(command);
        return reply(connection);
    }

    /** AUTH PLAIN with an initial response (RFC 4616, RFC 4954). */
    public String authPlain(String user, String password) throws IOException {
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(response));
    }

    /** Sends {@code message}, CRLF lines, through one transaction; the first reply that is no success, or the last. */
    public String send(String from, String to, String message) throws IOException {
        String reply = command("MAIL FROM:<" + from + ">");
        if (reply.startsWith("250")) {
            reply = command("RCPT TO:<" + to + ">");
        }
        if (reply.startsWith("250")) {
            reply = command("DATA");
        }
        if (reply.startsWith("354")) {
            String stuffed = message.replace("\r\n.", "\r\n.."); // RFC 5321 §4.5.2
            reply = command(stuffed + "\r\n.");
        }
        return reply;
    }

    private static String reply(TalkingConnection connection) throws IOException {
        String line = connection.hear();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = connection.hear();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
