package io.gongmail.connector.dialogue;

import io.gongmail.connector.testing.Account;
import io.gongmail.connector.testing.LineServer;
import io.gongmail.connector.words.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A dialogue in memory, with all that the program will say at hand from the start. */
final class Rehearsal {
    final List<Duration> pauses = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final LineServer server;
    Dialogue.Outcome outcome;
    String rest = "";
    private final Dialogue.Protocol protocol;
    private final boolean certificateAlone;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Rehearsal(Dialogue.Protocol protocol, LineServer server, boolean certificateAlone) {
        this.protocol = protocol;
        this.server = server;
        this.certificateAlone = certificateAlone;
    }

    /** @param first octets that arrive before the others; 0 for one at a time */
    Rehearsal play(String program, int first) throws IOException {
        Observer observer = new Observer() {
            @Override
            public void serverEnded(String line) {
                events.add("ended " + line);
            }

            @Override
            public void wrongSecret() {
                events.add("wrong secret");
            }

            @Override
            public void signInRefused(String line) {
                events.add("refused " + line);
            }

            @Override
            public void signedIn(String user) {
                events.add("in " + user);
            }
        };
        SignInRules rules =
                new SignInRules(new LocalSecret(Account.SECRET), certificateAlone, new Words(), observer, pauses::add);
        Side side = Side.program(split(program.getBytes(StandardCharsets.UTF_8), first), said);
        FarSide far = new FarSide();
        outcome = protocol.dialogue(rules).run(side, Side.server(far.in(), far.out()));
        rest = new String(side.rest(), StandardCharsets.UTF_8);
        return this;
    }

    /** What the program heard. */
    List<String> said() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static InputStream split(byte[] octets, int first) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                int most = first == 0 ? 1 : pos < first ? first - pos : length;
                return super.read(into, offset, Math.min(length, most));
            }
        };
    }

    /** Each line is answered as soon as it is whole. */
    private final class FarSide {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private byte[] answers = server.greeting().getBytes(StandardCharsets.UTF_8);
        private int read;

        InputStream in() {
            return new InputStream() {
                @Override
                public int read() {
                    return read == answers.length ? -1 : answers[read++] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    int octet = read();
                    if (octet < 0) {
                        return -1;
                    }
                    into[offset] = (byte) octet;
                    return 1;
                }
            };
        }

        OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int octet) {
                    line.write(octet);
                    String text = line.toString(StandardCharsets.UTF_8);
                    if (text.endsWith("\r\n")) {
                        line.reset();
                        byte[] answer = server.answer(text.strip()).getBytes(StandardCharsets.UTF_8);
                        byte[] all = java.util.Arrays.copyOf(answers, answers.length + answer.length);
                        System.arraycopy(answer, 0, all, answers.length, answer.length);
                        answers = all;
                    }
                }
            };
        }
    }
}
