package io.gongmail.connector.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** As much of IMAP as happens before sign-in (RFC 9051 §6.1, §6.2), announcing all that a connector cannot read along. */
public final class FakeImap implements LineServer {
    public static final String CAPABILITIES =
            "IMAP4rev1 LITERAL+ STARTTLS LOGINDISABLED AUTH=PLAIN AUTH=EXTERNAL SASL-IR COMPRESS=DEFLATE ID UNSELECT";

    private final List<String> heard = new ArrayList<>();
    private String waiting = "";
    private boolean signedIn;

    @Override
    public String greeting() {
        return "* OK [CAPABILITY " + CAPABILITIES + "] hello\r\n";
    }

    @Override
    public String answer(String line) {
        heard.add(line);
        if (!waiting.isEmpty()) {
            String tag = waiting.split(" ")[0];
            boolean good = Mailboxes.opens(waiting.split(" ")[1], line);
            waiting = "";
            signedIn = good;
            return good
                    ? tag + " OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] signed in\r\n"
                    : tag + " NO [AUTHENTICATIONFAILED] sign-in refused (G-201)\r\n";
        }
        String[] words = line.split(" ", 3);
        return switch (words[1].toUpperCase(Locale.ROOT)) {
            case "CAPABILITY" -> "* CAPABILITY " + CAPABILITIES + "\r\n" + words[0] + " OK done\r\n";
            case "ID" -> "* ID (\"name\" \"fake\")\r\n" + words[0] + " OK done\r\n";
            case "NOOP" -> words[0] + " OK done\r\n";
            case "LOGOUT" -> "* BYE see you\r\n" + words[0] + " OK done\r\n";
            case "AUTHENTICATE" -> {
                waiting = words[0] + " " + words[2];
                yield "+ \r\n";
            }
            default -> words[0] + " BAD unknown\r\n";
        };
    }

    @Override
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public boolean isSignedIn() {
        return signedIn;
    }

    /** Who may. */
    static final class Mailboxes {
        private Mailboxes() {}

        static boolean opens(String mechanism, String base64) {
            String message = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return mechanism.equals("EXTERNAL")
                    ? message.equals(Account.ADDRESS)
                    : message.equals("\0" + Account.ADDRESS + "\0" + Account.PASSWORD)
                            || message.equals(Account.ADDRESS + "\0" + Account.ADDRESS + "\0" + Account.PASSWORD);
        }
    }
}
