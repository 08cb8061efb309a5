package io.gongmail.store.mail.search;

import java.util.Arrays;
import java.util.function.Predicate;

/** Who looks for what in a message's text. */
final class Lookers {
    private Lookers() {}

    /** In the message's own fields of one name. */
    static final class HeaderLooker extends HeadersOnly {
        private final String name;
        private final String needle;
        private boolean found;

        HeaderLooker(String name, String needle) {
            this.name = name;
            this.needle = needle;
        }

        @Override
        public void header(boolean own, String called, String value) {
            found |= own && called.equalsIgnoreCase(name) && Folding.of(value).contains(needle);
        }

        @Override
        public boolean found() {
            return found;
        }
    }

    /** At the first of the message's own fields of one name. */
    static final class DateLooker extends HeadersOnly {
        private final String name;
        private final Predicate<String> holds;
        private boolean seen;
        private boolean found;

        DateLooker(String name, Predicate<String> holds) {
            this.name = name;
            this.holds = holds;
        }

        @Override
        public void header(boolean own, String called, String value) {
            if (own && !seen && called.equalsIgnoreCase(name)) {
                seen = true;
                found = holds.test(value);
            }
        }

        @Override
        public boolean found() {
            return found;
        }
    }

    private abstract static class HeadersOnly implements TextQuestion.Looker {
        @Override
        public void body(char[] text, int length) {
            throw new IllegalStateException("headers are enough");
        }

        @Override
        public void endBody() {
            throw new IllegalStateException("headers are enough");
        }

        @Override
        public boolean wantsBody() {
            return false;
        }
    }

    /** In all text; between two pieces as many characters are kept as a hit may begin with. */
    static final class TextLooker implements TextQuestion.Looker {
        private final char[] needle;
        private final String folded;
        private final boolean headers;
        private char[] window = new char[0];
        private int kept;
        private boolean found;

        TextLooker(String folded, boolean headers) {
            this.needle = folded.toCharArray();
            this.folded = folded;
            this.headers = headers;
            this.found = folded.isEmpty();
        }

        @Override
        public void header(boolean own, String name, String value) {
            found |= headers && !found && Folding.of(name + ": " + value).contains(folded);
        }

        @Override
        public void body(char[] text, int length) {
            if (found) {
                return;
            }
            int size = kept + length;
            if (window.length < size) {
                window = Arrays.copyOf(window, size);
            }
            System.arraycopy(text, 0, window, kept, length);
            found = contains(window, size);
            int keep = Math.min(size, needle.length - 1);
            System.arraycopy(window, size - keep, window, 0, keep);
            kept = keep;
        }

        private boolean contains(char[] text, int size) {
            char first = needle[0];
            for (int at = 0; at <= size - needle.length; at++) {
                if (text[at] == first && Arrays.equals(text, at, at + needle.length, needle, 0, needle.length)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void endBody() {
            kept = 0;
        }

        @Override
        public boolean wantsBody() {
            return !found;
        }

        @Override
        public boolean found() {
            return found;
        }
    }
}
