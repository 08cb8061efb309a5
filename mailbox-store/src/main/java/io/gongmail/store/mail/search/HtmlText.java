package io.gongmail.store.mail.search;

import java.util.Locale;
import java.util.Set;
import org.apache.commons.text.StringEscapeUtils;

/**
 * The text that HTML shows: without tags, comments, scripts and styles, references to characters resolved. Elements that stand
 * in a line leave words together, others part them. Takes any octets for HTML and never fails. Not thread-safe.
 */
final class HtmlText {
    private static final int LONGEST_REFERENCE = 32;
    private static final int LONGEST_NAME = 16;
    private static final Set<String> IN_LINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
            "ins", "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
            "time", "tt", "u", "var", "wbr");
    private static final Set<String> HIDDEN = Set.of("script", "style");

    private enum State {
        TEXT,
        REFERENCE,
        NAME,
        TAG,
        QUOTED,
        DECLARATION,
        COMMENT
    }

    private final Folding into;
    private final StringBuilder held = new StringBuilder();
    private State state = State.TEXT;
    private char quote;
    private String hidden = "";

    HtmlText(Folding into) {
        this.into = into;
    }

    void push(char[] html, int length) {
        for (int i = 0; i < length; i++) {
            push(html[i]);
        }
    }

    private void push(char each) {
        switch (state) {
            case TEXT -> text(each);
            case REFERENCE -> reference(each);
            case NAME -> name(each);
            case TAG -> tag(each);
            case QUOTED -> state = each == quote ? State.TAG : State.QUOTED;
            case DECLARATION -> declaration(each);
            case COMMENT -> comment(each);
        }
    }

    private void text(char each) {
        if (each == '<') {
            held.setLength(0);
            state = State.NAME;
        } else if (!hidden.isEmpty()) {
            return;
        } else if (each == '&') {
            held.setLength(0);
            held.append(each);
            state = State.REFERENCE;
        } else {
            into.push(each);
        }
    }

    private void reference(char each) {
        boolean goesOn = Character.isLetterOrDigit(each) || each == '#' && held.length() == 1;
        if (goesOn && held.length() < LONGEST_REFERENCE) {
            held.append(each);
            return;
        }
        state = State.TEXT;
        // Browsers take a reference without its semicolon too.
        String resolved = held.length() == 1 ? "&" : resolved(held + ";");
        into.push(resolved.equals(held + ";") ? held : resolved);
        if (each != ';' || resolved.equals(held + ";")) {
            text(each);
        }
    }

    private static String resolved(String reference) {
        try {
            return StringEscapeUtils.unescapeHtml4(reference);
        } catch (IllegalArgumentException e) {
            // A number beyond all characters.
            return reference;
        }
    }

    private void name(char each) {
        if (held.length() == 0 && each == '!') {
            state = State.DECLARATION;
        } else if (held.length() == 0 && each != '/' && each != '?' && !Character.isLetter(each)) {
            // No tag: a lone sign of comparison.
            state = State.TEXT;
            if (hidden.isEmpty()) {
                into.push('<');
                text(each);
            }
        } else if (each == '>' || Character.isWhitespace(each) || each == '/' && held.length() > 0) {
            state = State.TAG;
            tag(each);
        } else if (held.length() < LONGEST_NAME) {
            held.append(each);
        }
    }

    private void tag(char each) {
        if (each == '"' || each == '\'') {
            quote = each;
            state = State.QUOTED;
        } else if (each == '>') {
            state = State.TEXT;
            endTag();
        }
    }

    private void endTag() {
        String name = held.toString().toLowerCase(Locale.ROOT);
        boolean closing = name.startsWith("/");
        String element = closing ? name.substring(1) : name;
        if (!hidden.isEmpty()) {
            hidden = closing && element.equals(hidden) ? "" : hidden;
        } else if (!closing && HIDDEN.contains(element)) {
            hidden = element;
        } else if (!IN_LINE.contains(element)) {
            into.push(' ');
        }
    }

    private void declaration(char each) {
        held.append(each);
        if (held.toString().equals("--")) {
            held.setLength(0);
            state = State.COMMENT;
        } else if (each == '>') {
            state = State.TEXT;
        } else if (held.length() > 2) {
            held.setLength(2);
            held.setCharAt(0, '.');
        }
    }

    private void comment(char each) {
        if (each == '>' && held.length() == 2) {
            state = State.TEXT;
        } else if (each == '-') {
            held.setLength(Math.min(held.length(), 1));
            held.append('-');
        } else {
            held.setLength(0);
        }
    }

    void end() {
        if (state == State.REFERENCE) {
            into.push(held);
        }
        state = State.TEXT;
        hidden = "";
    }
}
