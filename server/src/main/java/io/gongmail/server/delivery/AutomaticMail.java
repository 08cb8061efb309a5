package io.gongmail.server.delivery;

import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** Which mail no person wrote to one other (RFC 3834 §2, RFC 5230 §4.6), by what its header and its sender say. */
final class AutomaticMail {
    private static final Set<String> PRECEDENCES = Set.of("bulk", "list", "junk");
    private static final List<String> NAMES = List.of(
            "mailer-daemon",
            "postmaster",
            "listserv",
            "majordomo",
            "mailman",
            "noreply",
            "no-reply",
            "no_reply",
            "donotreply",
            "do-not-reply");
    private static final List<String> ENDS = List.of("-request", "-relay", "-owner", "-bounces", "-bounce");
    /** What other servers write where they want no answer of this kind. */
    private static final Set<String> SUPPRESSED = Set.of("all", "oof", "autoreply");

    private AutomaticMail() {}

    /** Whether an address is that of a list or a program. */
    static boolean isSentBy(String address) {
        int at = address.lastIndexOf('@');
        String name = (at < 0 ? address : address.substring(0, at)).toLowerCase(Locale.ROOT);
        return NAMES.contains(name)
                || name.startsWith("owner-")
                || ENDS.stream().anyMatch(name::endsWith);
    }

    /** Whether a header says that no person wrote it, or not to one other, or that it is junk. */
    static boolean isTold(MimeMessage message) throws MessagingException {
        return values(message, "Auto-Submitted").anyMatch(value -> !first(value).equals("no"))
                || values(message, "Precedence").map(AutomaticMail::first).anyMatch(PRECEDENCES::contains)
                || values(message, "X-Spam-Flag").map(AutomaticMail::first).anyMatch("yes"::equals)
                || values(message, "X-Auto-Response-Suppress")
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(AutomaticMail::first)
                        .anyMatch(SUPPRESSED::contains)
                || values(message, "Content-Type").map(AutomaticMail::first).anyMatch("multipart/report"::equals)
                || isOfList(message);
    }

    /** RFC 2369, RFC 2919: List-Id, List-Post and others. */
    private static boolean isOfList(MimeMessage message) throws MessagingException {
        Enumeration<String> lines = message.getAllHeaderLines();
        while (lines.hasMoreElements()) {
            if (lines.nextElement().regionMatches(true, 0, "list-", 0, 5)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<String> values(MimeMessage message, String field) throws MessagingException {
        String[] values = message.getHeader(field);
        return values == null ? Stream.empty() : Arrays.stream(values);
    }

    /** A value's first word, before parameters and comments. */
    private static String first(String value) {
        return value.strip().split("[;\\s(]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
