package io.gongmail.connector.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** As much of SMTP as happens before sign-in (RFC 5321, RFC 4954), announcing all that a connector cannot read along. */
public final class FakeSmtp implements LineServer {
    private final List<String> heard = new ArrayList<>();
    private boolean signedIn;

    @Override
    public String greeting() {
        return "220-mail.example\r\n220 ESMTP ready\r\n";
    }

    @Override
    public String answer(String line) {
        heard.add(line);
        String[] words = line.split(" ");
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" ->
                "250-mail.example\r\n250-PIPELINING\r\n250-STARTTLS\r\n250-AUTH=LOGIN\r\n250-SIZE 1000\r\n"
                        + "250 AUTH PLAIN LOGIN EXTERNAL\r\n";
            case "QUIT" -> "221 2.0.0 bye\r\n";
            case "AUTH" -> {
                signedIn = FakeImap.Mailboxes.opens(words[1], words[2]);
                yield signedIn ? "235 2.7.0 signed in\r\n" : "535 5.7.8 sign-in refused (G-201)\r\n";
            }
            default -> "250 2.0.0 done\r\n";
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
}
