package io.gongmail.server.imap;

/**
 * A subject without what answering and forwarding put around it (RFC 5256 §2.1).
 *
 * @param text may be empty
 * @param isReplyOrForward whether something said that it is one, by the way
 */
record BaseSubject(String text, boolean isReplyOrForward) {
    /** @param subject with encoded words resolved, of bounded length */
    static BaseSubject of(String subject) {
        String text = oneBlank(subject); // (1)
        boolean reply = false;
        while (true) {
            String trimmed = withoutTrailers(text); // (2)
            reply |= trimmed.length() < text.stripTrailing().length();
            text = trimmed;
            String before;
            do { // (5)
                before = text;
                String led = withoutLeader(text); // (3)
                reply |= !led.equals(text.stripLeading());
                text = withoutBlob(led); // (4)
            } while (!text.equals(before));
            boolean forwarded = text.regionMatches(true, 0, "[fwd:", 0, 5) && text.endsWith("]"); // (6)
            if (!forwarded) {
                return new BaseSubject(text, reply);
            }
            reply = true;
            text = text.substring(5, text.length() - 1);
        }
    }

    private static String oneBlank(String text) {
        StringBuilder one = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean blank = each == ' ' || each == '\t' || each == '\r' || each == '\n';
            if (!blank) {
                one.append(each);
            } else if (one.length() == 0 || one.charAt(one.length() - 1) != ' ') {
                one.append(' ');
            }
        }
        return one.toString();
    }

    /** subj-trailer = "(fwd)" / WSP */
    private static String withoutTrailers(String text) {
        String left = text.stripTrailing();
        while (left.length() >= 5 && left.regionMatches(true, left.length() - 5, "(fwd)", 0, 5)) {
            left = left.substring(0, left.length() - 5).stripTrailing();
        }
        return left;
    }

    /** subj-leader = (*subj-blob subj-refwd) / WSP */
    private static String withoutLeader(String text) {
        String left = text.stripLeading();
        int at = 0;
        for (int end = blobEnd(left, at); end > at; end = blobEnd(left, at)) {
            at = end;
        }
        int end = refwdEnd(left, at);
        return end < 0 ? left : left.substring(end);
    }

    /** subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"; -1 where there is none */
    private static int refwdEnd(String text, int start) {
        int at;
        if (text.regionMatches(true, start, "re", 0, 2)) {
            at = start + 2;
        } else if (text.regionMatches(true, start, "fwd", 0, 3)) {
            at = start + 3;
        } else if (text.regionMatches(true, start, "fw", 0, 2)) {
            at = start + 2;
        } else {
            return -1;
        }
        at = blobEnd(text, blanksEnd(text, at));
        return at < text.length() && text.charAt(at) == ':' ? at + 1 : -1;
    }

    /** A blob goes if something is left behind it. */
    private static String withoutBlob(String text) {
        int end = blobEnd(text, 0);
        return end > 0 && end < text.length() ? text.substring(end) : text;
    }

    /** subj-blob = "[" *BLOBCHAR "]" *WSP; the start itself where there is none */
    private static int blobEnd(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '[') {
            return start;
        }
        for (int at = start + 1; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == ']') {
                return blanksEnd(text, at + 1);
            }
            if (each == '[') {
                return start;
            }
        }
        return start;
    }

    private static int blanksEnd(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
