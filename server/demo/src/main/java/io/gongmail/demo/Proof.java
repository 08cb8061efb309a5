package io.gongmail.demo;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * Plays the main job against the running server and tells each step with its outcome. A step that does not hold does not
 * stop the others.
 */
final class Proof {
    private final PrintWriter out;
    private int held;
    private int failed;

    Proof(PrintWriter out) {
        this.out = out;
    }

    /** What a step saw, and whether that is what should be seen. */
    record Seen(boolean asExpected, String what) {
        static Seen line(String line, String... expected) {
            for (String part : expected) {
                if (!line.contains(part)) {
                    return new Seen(false, line + "   (expected: " + part + ")");
                }
            }
            return new Seen(true, line);
        }
    }

    /** One step; what it throws is told as its failure. */
    @FunctionalInterface
    interface Step {
        Seen play() throws IOException;
    }

    void step(String title, Step step) {
        Seen seen;
        try {
            seen = step.play();
        } catch (IOException | RuntimeException e) {
            seen = new Seen(false, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        if (seen.asExpected()) {
            held++;
        } else {
            failed++;
        }
        out.printf(
                Locale.ROOT, "  %s  %s%n          %s%n", seen.asExpected() ? "held  " : "FAILED", title, seen.what());
        out.flush();
    }

    void chapter(String title) {
        out.printf(Locale.ROOT, "%n%s%n", title);
        out.flush();
    }

    /** Tells the count; true when every step held. */
    boolean conclude() {
        out.printf(Locale.ROOT, "%n%d steps held, %d failed%n", held, failed);
        out.flush();
        return failed == 0 && held > 0;
    }

    /** One official writes to another, who reads it: certificate and password on both ways. */
    void mailGoesThrough(DemoHome home, Endpoints ports, DemoPerson from, DemoPerson to) {
        String subject = freshSubject();
        step(from.name() + " sends to " + to.name() + " through SMTP, with certificate and password", () -> {
            try (SmtpTalk smtp = SmtpTalk.to(ports.submission(), ClientTls.of(home, Optional.of(from)))) {
                smtp.command("EHLO demo.gongmail.example");
                return sent(smtp, smtp.authPlain(addressOf(from), from.password()), from, to, subject);
            }
        });
        isRead(home, ports, to, subject);
    }

    /** An agency's system writes to an official: by the relay listener, with its certificate alone. */
    void systemSends(DemoHome home, Endpoints ports, DemoPerson system, DemoPerson to) {
        String subject = freshSubject();
        step(system.name() + " sends to " + to.name() + " through SMTP, with the agency's certificate", () -> {
            try (SmtpTalk smtp = SmtpTalk.to(ports.relay(), ClientTls.of(home, Optional.of(system)))) {
                smtp.command("EHLO demo.gongmail.example");
                return sent(smtp, smtp.command("AUTH EXTERNAL ="), system, to, subject);
            }
        });
        isRead(home, ports, to, subject);
    }

    /** One official finds another in the address book: certificate and password there too. */
    void isFound(DemoHome home, Endpoints ports, DemoPerson by, DemoPerson colleague) {
        step(by.name() + " finds " + colleague.name() + " in the directory, with certificate and password", () -> {
            try (LDAPConnection ldap = new LDAPConnection(
                    ClientTls.of(home, Optional.of(by)).getSocketFactory(), "127.0.0.1", ports.directory())) {
                ldap.bind(addressOf(by), by.password());
                SearchResult found = ldap.search(
                        "",
                        SearchScope.SUB,
                        Filter.createEqualityFilter("mail", addressOf(colleague)),
                        "cn",
                        "mail",
                        "o");
                return Seen.line(found.getSearchEntries().toString(), "mail", addressOf(colleague));
            } catch (LDAPException e) {
                throw new IOException(e.getMessage(), e);
            }
        });
    }

    private static String freshSubject() {
        return "Proof " + Long.toHexString(System.nanoTime());
    }

    private static Seen sent(SmtpTalk smtp, String signIn, DemoPerson from, DemoPerson to, String subject)
            throws IOException {
        if (!signIn.startsWith("235")) {
            return Seen.line(signIn, "235");
        }
        String message = String.join(
                "\r\n",
                "From: <" + addressOf(from) + ">",
                "To: <" + addressOf(to) + ">",
                "Subject: " + subject,
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "",
                "안녕하십니까. This message proves the way through.");
        return Seen.line(smtp.send(addressOf(from), addressOf(to), message), "250");
    }

    private void isRead(DemoHome home, Endpoints ports, DemoPerson to, String subject) {
        step(to.name() + " reads it through IMAP, with certificate and password", () -> {
            try (ImapTalk imap = ImapTalk.to(ports.imap(), ClientTls.of(home, Optional.of(to)))) {
                ImapTalk.Answer signIn = imap.login(addressOf(to), to.password());
                if (!signIn.isOk()) {
                    return Seen.line(signIn.tagged(), "OK");
                }
                imap.command("SELECT INBOX");
                return awaited(imap, subject);
            }
        });
    }

    /** Delivery follows the 250 at once, but not in the same instant: NOOP until the message shows, at most 200 times. */
    private static Seen awaited(ImapTalk imap, String subject) throws IOException {
        for (int look = 0; look < 200; look++) {
            imap.command("NOOP");
            ImapTalk.Answer found = imap.command("SEARCH SUBJECT \"" + subject + "\"");
            String numbers = found.untagged().stream()
                    .filter(line -> line.startsWith("* SEARCH"))
                    .findFirst()
                    .orElse("* SEARCH")
                    .substring("* SEARCH".length())
                    .strip();
            if (!numbers.isEmpty()) {
                ImapTalk.Answer fetched = imap.command("FETCH " + numbers + " (BODY[TEXT])");
                String text =
                        String.join(" ", fetched.untagged()).replace('\n', ' ').replace('\r', ' ');
                return Seen.line(text, "안녕하십니까. This message proves the way through.");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(25_000_000L);
        }
        return new Seen(false, "the message did not arrive");
    }

    /** A certificate the gate refuses is told so in the first line, on both protocols. */
    void gateRefuses(DemoHome home, Endpoints ports, String whose, Optional<DemoPerson> person, String code) {
        step(whose + " on IMAP", () -> {
            try (ImapTalk imap = ImapTalk.to(ports.imap(), ClientTls.of(home, person))) {
                return Seen.line(imap.greeting(), "* BYE [CONTACTADMIN]", "(" + code + ")");
            }
        });
        step(whose + " on SMTP", () -> {
            try (SmtpTalk smtp = SmtpTalk.to(ports.submission(), ClientTls.of(home, person))) {
                return Seen.line(smtp.greeting(), "554 5.7.1", "(" + code + ")");
            }
        });
    }

    /** A good certificate opens nobody else's mailbox, even with the right password. */
    void signInRefuses(DemoHome home, Endpoints ports, String whose, DemoPerson certificate, DemoPerson account) {
        step(whose + " on IMAP", () -> {
            try (ImapTalk imap = ImapTalk.to(ports.imap(), ClientTls.of(home, Optional.of(certificate)))) {
                return Seen.line(
                        imap.login(addressOf(account), account.password()).tagged(),
                        "NO [AUTHENTICATIONFAILED]",
                        "(G-201)");
            }
        });
        step(whose + " on SMTP", () -> {
            try (SmtpTalk smtp = SmtpTalk.to(ports.submission(), ClientTls.of(home, Optional.of(certificate)))) {
                smtp.command("EHLO demo.gongmail.example");
                return Seen.line(smtp.authPlain(addressOf(account), account.password()), "535 5.7.8", "(G-201)");
            }
        });
    }

    private static String addressOf(DemoPerson person) throws IOException {
        return person.address().orElseThrow(() -> new IOException(person.name() + " has no address"));
    }
}
