package io.gongmail.server.imap.scripts;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of this server's for which James has others, each whole and with the reason beside it. Most are text for people (RFC 9051
 * §7.1: "human-readable"); the rest are answers in which we differ on purpose, named here so that what stands behind them in a
 * script is still compared. All other lines go to a script as they were said.
 */
final class Translation {
    private static final List<Line> LINES = List.of(
            // RFC 9051 §7.6: "The remainder of this response is a line of text."
            always("\\+ Ready for the literal", "+ Ok"),
            // RFC 9051 §6.1.3: any BYE, before the tagged OK
            always("\\* BYE Logging out", "* BYE IMAP4rev1 Server logging out"),
            // The code (RFC 5530 §3) is ours; James says the same in words.
            always(
                    "(\\S+) NO \\[ALREADYEXISTS] there is a mailbox of that name",
                    "$1 NO CREATE failed. Mailbox already exists."),
            asked(
                    "\\S+ CREATE #.*",
                    "(\\S+) NO \\[NONEXISTENT] There is no such mailbox",
                    "$1 NO CREATE You can not access a mailbox that does not belong to you"),
            // One answer for all that can be wrong at sign-in, with a code and this server's number for it
            always("(\\S+) NO \\[AUTHENTICATIONFAILED] .*\\(G-201\\)", "$1 NO LOGIN failed. Invalid login/password."),
            always(
                    "(\\S+) NO \\[CANNOT] Only the mechanism PLAIN is served",
                    "$1 NO AUTHENTICATE failed. Authentication mechanism is unsupported."),
            // Mailboxes can be shared here, so there is a namespace of other users; James' scripts know none.
            always(
                    "\\* NAMESPACE \\(\\(\"\" \"\\.\"\\)\\) \\(\\(\"Other Users\\.\" \"\\.\"\\)\\) NIL",
                    "* NAMESPACE ((\"\" \".\")) NIL NIL"),
            // No namespace of that name is told by NAMESPACE here, so nothing is its root (RFC 9051 §6.3.9).
            asked(
                    "\\S+ LIST \"#private.*\" \"\"",
                    "\\* LIST \\(\\\\Noselect\\) \"\\.\" \"\"",
                    "* LIST (\\\\Noselect) \".\" \"#private\""),
            // The codes (RFC 5464 §4.3) are ours; James says the same in words.
            always("(\\S+) NO \\[METADATA MAXSIZE 1024] a value is too long", "$1 NO SETMETADATA annotation too big."),
            always("(\\S+) NO \\[METADATA TOOMANY] at most 10 entries", "$1 NO SETMETADATA too many annotations."),
            // RFC 4314 §2.1.1: "c" and "d" are told beside what they stand for, which James leaves out; order means
            // nothing.
            always("\\* MYRIGHTS (\\S+) \"lrswipkxteacd\"", "* MYRIGHTS $1 \"aeiklprstwx\""));

    private record Line(Pattern asked, Pattern ours, String james) {}

    private Translation() {}

    private static Line always(String ours, String james) {
        return asked(".*", ours, james);
    }

    private static Line asked(String command, String ours, String james) {
        return new Line(Pattern.compile(command), Pattern.compile(ours), james);
    }

    /**
     * A line of this server's as James would have said it, or as it is.
     *
     * @param asked what the script said last
     */
    static String ofJames(String asked, String line) {
        for (Line known : LINES) {
            Matcher said = known.ours().matcher(line);
            if (said.matches() && known.asked().matcher(asked).matches()) {
                return said.replaceFirst(known.james());
            }
        }
        return line;
    }
}
