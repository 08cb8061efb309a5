package io.gongmail.store.mail.search;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of one message as the index takes it, folded, up to a bound. Between two pieces of text that do not touch stand
 * {@link Grams#APART} signs that no query has. Not thread-safe.
 */
final class IndexedText implements MessageText.Reading {
    /** So many characters of a message are indexed: header and body, each. */
    static final int LONGEST = 1024 * 1024;

    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST_NAME = 256;

    /** A growing piece of folded text. */
    static final class Field extends Folding {
        private char[] text = new char[256];
        private int length;
        private boolean cut;

        @Override
        void folded(char[] piece, int pieceLength) {
            int taken = Math.min(pieceLength, LONGEST - length);
            cut |= taken < pieceLength;
            text = grown(text, length + taken);
            System.arraycopy(piece, 0, text, length, taken);
            length += taken;
        }

        private void endPiece() {
            end();
            text = grown(text, length + Grams.APART);
            for (int i = 0; i < Grams.APART; i++) {
                text[length++] = 0;
            }
        }

        char[] text() {
            return text;
        }

        int length() {
            return length;
        }
    }

    private final Field head = new Field();
    private final Field body = new Field();
    private final Map<HeaderName, Field> fields = new EnumMap<>(HeaderName.class);
    private final Set<String> names = new HashSet<>();
    private @Nullable LocalDate sent;
    private boolean dated;
    private boolean cut;

    @Override
    public void header(boolean own, String name, String value) {
        head.push(name);
        head.push(": ");
        head.push(value);
        head.endPiece();
        if (!own) {
            return;
        }
        String plain = name.toLowerCase(Locale.ROOT);
        if (names.size() < MOST_NAMES && plain.length() <= LONGEST_NAME) {
            names.add(plain);
        } else {
            cut = true;
        }
        HeaderName known = HeaderName.of(name);
        if (known != null) {
            Field field = fields.computeIfAbsent(known, absent -> new Field());
            field.push(value);
            field.endPiece();
        } else if (plain.equals("date") && !dated) {
            dated = true;
            sent = SentDay.of(value).orElse(null);
        }
    }

    @Override
    public Folding body() {
        body.endPiece();
        return body;
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    /** Whether there is more text than was taken, so that what is not found here may yet be there. */
    boolean isCut() {
        return cut || head.cut || body.cut || fields.values().stream().anyMatch(field -> field.cut);
    }

    Field head() {
        return head;
    }

    Field text() {
        body.endPiece();
        return body;
    }

    Map<HeaderName, Field> fields() {
        return fields;
    }

    /** Names of the message's own header fields, in lower case. */
    Set<String> names() {
        return names;
    }

    /** The day of the first Date field, where it tells one. */
    Optional<LocalDate> sent() {
        return Optional.ofNullable(sent);
    }
}
