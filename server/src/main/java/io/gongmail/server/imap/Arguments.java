package io.gongmail.server.imap;

import com.google.common.base.CharMatcher;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/**
 * The arguments of a command, read by RFC 9051 §9, but that several blanks count as one. What does not fit there is a
 * {@code DecodingException}, which is answered BAD. For one command; not thread-safe.
 */
final class Arguments {
    /** RFC 9051 §9, number64. */
    private static final long MOST = Long.MAX_VALUE / 10;
    /** RFC 9051 §2.3.1.1: numbers of messages and UIDs have 32 bits. */
    private static final long LAST = 0xffff_ffffL;
    /** What {@code *} stands for until the mailbox is known. */
    static final long STAR = Long.MAX_VALUE;

    private static final CharMatcher ATOM =
            CharMatcher.inRange('!', '~').and(CharMatcher.noneOf("(){%*\"\\]")).precomputed();
    private static final CharMatcher NAME = CharMatcher.inRange('0', '9')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('a', 'z'))
            .or(CharMatcher.is('.'))
            .precomputed();
    private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT);

    private final ImapRequestLineReader line;
    private Charset charset = StandardCharsets.UTF_8;

    Arguments(ImapRequestLineReader line) {
        this.line = line;
    }

    /** Strings that follow are in it; UTF-8 until this is called (RFC 6855 §3), which US-ASCII is a part of. */
    void in(Charset declared) {
        charset = declared;
    }

    /** The next character, which stays. */
    char next() throws DecodingException {
        return line.nextChar();
    }

    void takes(char expected) throws DecodingException {
        if (next() != expected) {
            throw wrong("'" + expected + "' expected");
        }
        line.consume();
    }

    /** Takes it if it comes next. */
    boolean has(char wanted) throws DecodingException {
        boolean there = next() == wanted;
        if (there) {
            line.consume();
        }
        return there;
    }

    void space() throws DecodingException {
        takes(' ');
        blanks();
    }

    /** Takes as many as there are, be it none. */
    void blanks() throws DecodingException {
        while (has(' ')) {
            // counts as one
        }
    }

    /** Whether another argument follows, after a blank; the end, or what {@code close} is, stays. */
    boolean more(char close) throws DecodingException {
        if (next() == ' ') {
            space();
            return next() != close && !isEnd();
        }
        if (next() != close && !isEnd()) {
            throw wrong("a blank expected");
        }
        return false;
    }

    void end() throws DecodingException {
        if (!isEnd()) {
            throw wrong("nothing more expected");
        }
    }

    private boolean isEnd() throws DecodingException {
        return next() == '\r' || next() == '\n';
    }

    /** An atom in upper case. */
    String word() throws DecodingException {
        return atom().toUpperCase(Locale.ROOT);
    }

    /** The name of an item in upper case: what has a section goes on behind it. */
    String name() throws DecodingException {
        return some(NAME, "a name").toUpperCase(Locale.ROOT);
    }

    String atom() throws DecodingException {
        return some(ATOM, "a word");
    }

    /** An atom may have "]" in an astring. */
    String astring() throws DecodingException {
        if (next() == '"' || next() == '{') {
            return line.astring(charset);
        }
        return some(ATOM.or(CharMatcher.is(']')), "a string");
    }

    String quoted() throws DecodingException {
        if (next() != '"') {
            throw wrong("a quoted string expected");
        }
        return line.astring(charset);
    }

    long number() throws DecodingException {
        String digits = some(DIGIT, "a number");
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (number > MOST - 1) {
                throw wrong("a number is too large");
            }
            number = 10 * number + digits.charAt(i) - '0';
        }
        return number;
    }

    /** nz-number: from 1 to 2^32 - 1. */
    long positive() throws DecodingException {
        long number = number();
        if (number == 0 || number > LAST) {
            throw wrong("a number from 1 to 4294967295 expected");
        }
        return number;
    }

    LocalDate date() throws DecodingException {
        String text = next() == '"' ? quoted() : atom();
        try {
            return LocalDate.parse(text, DATE);
        } catch (DateTimeException e) {
            throw wrong("a date expected");
        }
    }

    /** sequence-set but "$": pairs of first and last as they are written, {@link #STAR} for {@code *}. */
    List<long[]> sequenceSet() throws DecodingException {
        List<long[]> ranges = new ArrayList<>();
        do {
            long first = sequenceNumber();
            ranges.add(new long[] {first, has(':') ? sequenceNumber() : first});
        } while (has(','));
        return ranges;
    }

    private long sequenceNumber() throws DecodingException {
        return has('*') ? STAR : positive();
    }

    private String some(CharMatcher characters, String what) throws DecodingException {
        StringBuilder text = new StringBuilder();
        while (characters.matches(next())) {
            text.append(line.consume());
        }
        if (text.length() == 0) {
            throw wrong(what + " expected");
        }
        return text.toString();
    }

    static DecodingException wrong(String why) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, why);
    }
}
