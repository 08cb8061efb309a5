package io.gongmail.connector.dialogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command before sign-in (RFC 9051 §2.2.1), its literals read (RFC 9051 §4.3, RFC 7888). Its pieces are text and
 * literal by turns, text first and last. Closing wipes them.
 */
final class ImapCommand implements AutoCloseable {
    private static final Pattern HEAD =
            Pattern.compile("([!$&',-Z\\[\\]^-z|}~]{1,64}) ([A-Za-z]{1,32})(?: (.*))?", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})(\\+)?}$");
    private static final int LONGEST_MARK = 12;
    private static final Set<String> WITH_LITERALS = Set.of("LOGIN", "ID");

    private final String tag;
    private final String name;
    private final List<byte[]> pieces;

    private ImapCommand(String tag, String name, List<byte[]> pieces) {
        this.tag = tag;
        this.name = name;
        this.pieces = pieces;
    }

    /** Octets announced at the end of a text. */
    private record Mark(int count, boolean waiting, int begins) {
        static Optional<Mark> in(byte[] text) {
            int from = Math.max(0, text.length - LONGEST_MARK);
            Matcher found = LITERAL.matcher(new String(text, from, text.length - from, StandardCharsets.ISO_8859_1));
            return found.find()
                    ? Optional.of(
                            new Mark(Integer.parseInt(found.group(1)), found.group(2) == null, from + found.start()))
                    : Optional.empty();
        }
    }

    /**
     * The next command; empty where a line is none, as after it was wiped.
     *
     * @throws Side.TooLong when its literals go past the bound, or come where none belong without being asked for
     */
    static Optional<ImapCommand> read(Side program) throws IOException {
        byte[] text = program.octetLine();
        Matcher head = HEAD.matcher(Side.text(text));
        if (!head.matches()) {
            Arrays.fill(text, (byte) 0);
            return Optional.empty();
        }
        String name = head.group(2).toUpperCase(Locale.ROOT);
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(Arrays.copyOfRange(text, Math.max(head.start(3), 0), head.start(3) < 0 ? 0 : text.length));
        Arrays.fill(text, (byte) 0);
        int total = 0;
        for (Optional<Mark> mark = Mark.in(pieces.get(0)); mark.isPresent(); mark = Mark.in(last(pieces))) {
            if (!WITH_LITERALS.contains(name)) {
                if (mark.get().waiting()) {
                    break; // it waits to be asked, and is not
                }
                throw new Side.TooLong();
            }
            total += mark.get().count() + last(pieces).length;
            if (total > Side.LONGEST) {
                throw new Side.TooLong();
            }
            if (mark.get().waiting()) {
                program.say("+ go on");
            }
            pieces.add(program.octets(mark.get().count()));
            pieces.add(program.octetLine());
        }
        return Optional.of(new ImapCommand(head.group(1), name, pieces));
    }

    String tag() {
        return tag;
    }

    /** In capitals. */
    String name() {
        return name;
    }

    boolean hasLiterals() {
        return pieces.size() > 1;
    }

    /** The arguments of a command without literals. */
    byte[] arguments() {
        return pieces.get(0);
    }

    /** Exactly two strings: quoted, literal or atom (RFC 9051 §9, astring); empty where it is something else. */
    Optional<List<byte[]>> twoStrings() {
        Reader reader = new Reader();
        Optional<byte[]> first = reader.string();
        if (first.isEmpty() || !reader.space()) {
            return Optional.empty();
        }
        return reader.string().filter(second -> reader.isAtEnd()).map(second -> List.of(first.get(), second));
    }

    @Override
    public void close() {
        pieces.forEach(piece -> Arrays.fill(piece, (byte) 0));
    }

    private static byte[] last(List<byte[]> pieces) {
        return pieces.get(pieces.size() - 1);
    }

    /** Where in the pieces reading has come to. */
    private final class Reader {
        private int piece;
        private int at;

        private byte[] text() {
            return pieces.get(piece);
        }

        boolean isAtEnd() {
            return piece == pieces.size() - 1 && at == text().length;
        }

        boolean space() {
            return at < text().length && text()[at++] == ' ';
        }

        Optional<byte[]> string() {
            boolean announced = piece + 1 < pieces.size()
                    && Mark.in(text()).filter(mark -> mark.begins() == at).isPresent();
            if (announced) {
                byte[] literal = pieces.get(piece + 1).clone();
                piece += 2;
                at = 0;
                return Optional.of(literal);
            }
            return at < text().length && text()[at] == '"' ? quoted() : atom();
        }

        private Optional<byte[]> quoted() {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (at++; at < text().length; at++) {
                byte octet = text()[at];
                if (octet == '"') {
                    at++;
                    return Optional.of(octets.toByteArray());
                }
                if (octet == '\\') {
                    at++;
                    if (at == text().length || text()[at] != '"' && text()[at] != '\\') {
                        return Optional.empty();
                    }
                }
                octets.write(text()[at]);
            }
            return Optional.empty();
        }

        /** Wider than an atom: programs are met that send passwords of other characters bare. */
        private Optional<byte[]> atom() {
            int from = at;
            while (at < text().length && text()[at] != ' ') {
                byte octet = text()[at];
                if (octet >= 0 && octet < ' ' || octet == '"' || octet == '{' || octet == 0x7f) {
                    return Optional.empty();
                }
                at++;
            }
            return at == from ? Optional.empty() : Optional.of(Arrays.copyOfRange(text(), from, at));
        }
    }
}
