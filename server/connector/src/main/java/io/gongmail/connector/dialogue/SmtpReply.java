package io.gongmail.connector.dialogue;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A reply of the server (RFC 5321 §4.2.1), its lines without code and hyphen. */
record SmtpReply(String code, List<String> texts) {
    private static final int MOST_LINES = 64;

    SmtpReply {
        texts = List.copyOf(texts);
    }

    static SmtpReply read(Side server) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < MOST_LINES) {
            String line = server.line();
            if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
                throw new Side.ServerLost(new ProtocolException("no reply of SMTP"));
            }
            texts.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new SmtpReply(line.substring(0, 3), texts);
            }
        }
        throw new Side.ServerLost(new ProtocolException("more than " + MOST_LINES + " lines"));
    }

    SmtpReply with(List<String> others) {
        return new SmtpReply(code, others);
    }

    boolean isPositive() {
        return code.startsWith("2");
    }

    /** Whether the connection ends with it (RFC 5321 §3.8). */
    boolean ends() {
        return code.equals("421");
    }

    String lastLine() {
        return code + " " + texts.get(texts.size() - 1);
    }

    void sayTo(Side program) throws IOException {
        List<String> lines = IntStream.range(0, texts.size())
                .mapToObj(i -> code + (i < texts.size() - 1 ? "-" : " ") + texts.get(i))
                .toList();
        program.say(String.join("\r\n", lines));
    }
}
