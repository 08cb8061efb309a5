package io.gongmail.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** An IMAP client of a few commands (RFC 9051), one at a time. Not thread-safe. */
public final class ImapTalk implements Closeable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})}$");

    private final TalkingConnection connection;
    private final String greeting;
    private int tag;

    private ImapTalk(TalkingConnection connection, String greeting) {
        this.connection = connection;
        this.greeting = greeting;
    }

    /**
     * What a command was answered.
     *
     * @param untagged the lines before the tagged one; a literal stands in its line behind its announcement and a newline
     * @param tagged the tagged line without its tag, {@code OK …}, {@code NO …} or {@code BAD …}
     */
    public record Answer(List<String> untagged, String tagged) {
        public Answer {
            untagged = List.copyOf(untagged);
        }

        public boolean isOk() {
            return tagged.startsWith("OK");
        }

        @Override
        public String toString() {
            return tagged;
        }
    }

    public static ImapTalk to(int port, SSLContext tls) throws IOException {
        TalkingConnection connection = TalkingConnection.to(port, tls);
        return new ImapTalk(connection, connection.hear());
    }

    /** The server's first line: {@code * OK …}, or {@code * BYE …} for a refused certificate. */
    public String greeting() {
        return greeting;
    }

    public Answer login(String user, String password) throws IOException {
        return command("LOGIN " + quoted(user) + " " + quoted(password));
    }

    /** Says {@code command} under a fresh tag and hears until its answer. */
    public Answer command(String command) throws IOException {
        String name = "a" + ++tag;
        connection.say(name + " " + command);
        return answer(name);
    }

    /** APPEND with a synchronising literal (RFC 9051 §6.3.12). */
    public Answer append(String mailbox, byte[] message) throws IOException {
        String name = "a" + ++tag;
        connection.say(name + " APPEND " + quoted(mailbox) + " {" + message.length + "}");
        String go = connection.hear();
        if (!go.startsWith("+")) {
            return new Answer(List.of(), go.substring(go.indexOf(' ') + 1));
        }
        connection.sayBytes(message);
        connection.say("");
        return answer(name);
    }

    private Answer answer(String name) throws IOException {
        List<String> untagged = new ArrayList<>();
        for (String line = connection.hear(); ; line = connection.hear()) {
            if (line.startsWith(name + " ")) {
                return new Answer(untagged, line.substring(name.length() + 1));
            }
            StringBuilder whole = new StringBuilder(line);
            for (Matcher literal = LITERAL.matcher(line); literal.find(); literal = LITERAL.matcher(line)) {
                byte[] bytes = connection.hearBytes(Integer.parseInt(literal.group(1)));
                line = connection.hear();
                whole.append('\n')
                        .append(new String(bytes, StandardCharsets.UTF_8))
                        .append(line);
            }
            untagged.add(whole.toString());
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
