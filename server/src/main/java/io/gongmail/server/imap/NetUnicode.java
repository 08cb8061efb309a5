package io.gongmail.server.imap;

import java.text.Normalizer;

/** Net-Unicode (RFC 5198 §2), which the names of mailboxes are in (RFC 9051 §5.1). */
final class NetUnicode {
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private NetUnicode() {}

    /** Whether it is text of one line: no control characters, nor what else parts lines, nor halves of characters. */
    static boolean isLine(String name) {
        return name.codePoints()
                .noneMatch(each -> Character.isISOControl(each)
                        || each == LINE_SEPARATOR
                        || each == PARAGRAPH_SEPARATOR
                        || Character.getType(each) == Character.SURROGATE);
    }

    /** Whether its letters are composed, so that a name looks like no other. */
    static boolean isComposed(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC);
    }
}
