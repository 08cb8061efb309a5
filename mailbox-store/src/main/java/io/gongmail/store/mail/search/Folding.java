package io.gongmail.store.mail.search;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;

/**
 * Text in the form in which it is compared: composed (NFC, so that Hangul of either form is the same), without difference of
 * case, each run of white space as one space. It holds no U+0000. Takes text in pieces and gives it on in pieces. Not
 * thread-safe.
 */
abstract class Folding {
    /** A word longer than this is composed in pieces. */
    private static final int WORD = 4_096;

    private static final int OUT = 8_192;

    /** Up to here nothing composes with anything. */
    private static final char FIRST_TO_COMPOSE = '\u0300';

    private final char[] word = new char[WORD];
    private final char[] out = new char[OUT];
    private final boolean caseless;
    private int wordLength;
    private int outLength;
    private boolean toCompose;
    private boolean space;

    Folding() {
        this(true);
    }

    /** @param caseless false to leave the case as it is, for text that is shown */
    Folding(boolean caseless) {
        this.caseless = caseless;
    }

    /** A piece of folded text; its array is used again. */
    abstract void folded(char[] text, int length);

    final void push(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            push(text.charAt(i));
        }
    }

    final void push(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            push(text[i]);
        }
    }

    final void push(char each) {
        if (isSpace(each)) {
            if (!space) {
                endWord();
                space = true;
            }
            return;
        }
        if (space) {
            emit(' ');
            space = false;
        }
        if (wordLength == WORD) {
            endWord();
        }
        toCompose |= each >= FIRST_TO_COMPOSE;
        word[wordLength++] = each;
    }

    private static boolean isSpace(char each) {
        return each <= ' ' || each >= 0x7f && (Character.isWhitespace(each) || Character.isSpaceChar(each));
    }

    private void endWord() {
        if (toCompose) {
            String composed = Normalizer.normalize(new String(word, 0, wordLength), Form.NFC);
            for (int i = 0; i < composed.length(); i++) {
                emit(cased(composed.charAt(i)));
            }
        } else {
            for (int i = 0; i < wordLength; i++) {
                emit(cased(word[i]));
            }
        }
        wordLength = 0;
        toCompose = false;
    }

    private char cased(char each) {
        return caseless ? folded(each) : each;
    }

    private static char folded(char each) {
        if (each < 0x80) {
            return each >= 'A' && each <= 'Z' ? (char) (each + 32) : each;
        }
        return Character.toLowerCase(Character.toUpperCase(each));
    }

    private void emit(char each) {
        if (outLength == OUT) {
            flush();
        }
        out[outLength++] = each;
    }

    private void flush() {
        if (outLength > 0) {
            folded(out, outLength);
            outLength = 0;
        }
    }

    /** Ends a piece of text: what was taken so far is given on, and what follows is another text. */
    final void end() {
        if (space) {
            emit(' ');
            space = false;
        }
        endWord();
        flush();
    }

    static String of(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        Folding folding = new Folding() {
            @Override
            void folded(char[] piece, int length) {
                whole.append(piece, 0, length);
            }
        };
        folding.push(text);
        folding.end();
        return whole.toString();
    }

    /** A buffer at least as long as {@code wanted}, with what stood in it. */
    static char[] grown(char[] buffer, int wanted) {
        return wanted <= buffer.length ? buffer : Arrays.copyOf(buffer, Math.max(wanted, buffer.length * 2));
    }
}
