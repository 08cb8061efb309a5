package io.gongmail.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.bench.Findings.Kind;
import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.ImapTalk;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares applications and accounts with what was acknowledged, after a restart and before anything else happens. Not
 * thread-safe.
 */
final class EnrollmentInspection {
    private static final Set<String> MAILBOXES =
            Set.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive", "&rPXJwA-"); // 공지 in RFC 3501 §5.1.3
    private static final Pattern LISTED = Pattern.compile("^\\* L(?:IST|SUB) \\([^)]*\\) \\S+ \"?([^\"]+)\"?$");
    private static final Pattern EXISTS = Pattern.compile("^\\* (\\d+) EXISTS$", Pattern.MULTILINE);
    private static final Pattern STEP = Pattern.compile("^(\\S+) (\\S+) to (\\S+) by ");

    private final DemoHome home;
    private final int basePort;
    private final Desk desk;
    private final Office office;
    private final Enrollees enrollees;
    private final Findings findings;
    private long resumed;

    EnrollmentInspection(
            DemoHome home, int basePort, Desk desk, Office office, Enrollees enrollees, Findings findings) {
        this.home = home;
        this.basePort = basePort;
        this.desk = desk;
        this.office = office;
        this.enrollees = enrollees;
        this.findings = findings;
    }

    /** How many were approved before a kill and provisioned only after it. */
    long resumed() {
        return resumed;
    }

    /** Looks at all who are not through; they are put where the server has them, so that they can go on from there. */
    void look(Instant killed) throws IOException {
        for (Enrollee enrollee : enrollees.all()) {
            if (!enrollee.application().isEmpty() && !enrollee.isWhole()) {
                look(enrollee, killed);
            }
        }
        for (JsonNode left : desk.run("application", "list", "--state", "APPROVED")) {
            // Provisioning resumes before the server says that it is ready.
            findings.add(Kind.STUCK, "application " + left.path("id").asText() + " is approved and not provisioned");
        }
        try {
            desk.run("audit", "verify");
        } catch (Desk.Refused e) {
            findings.add(Kind.STEP_LOST, e.why());
        }
    }

    /** Looks at everybody once more and takes them to the end; who does not get there is stuck. */
    void carryOn() throws IOException {
        for (Enrollee enrollee : enrollees.all()) {
            try {
                if (enrollee.isWhole()) {
                    look(enrollee, Instant.MAX);
                }
                while (enrollee.acknowledged() != Stage.WITH_PASSWORD) {
                    office.advance(enrollee);
                }
                checkWhole(enrollee);
            } catch (Desk.Refused e) {
                findings.add(Kind.STUCK, enrollee + ": " + e.why());
            }
        }
    }

    private void look(Enrollee enrollee, Instant killed) throws IOException {
        Stage acknowledged = enrollee.acknowledged();
        Stage asked = enrollee.asked();
        JsonNode application = desk.one("application", "show", enrollee.application());
        boolean open = isOpen(enrollee);
        Stage now = Stage.valueOf(application.path("state").asText().replace("APPROVED", "SUBMITTED"));
        if (now == Stage.PROVISIONED && open && passwordIsSet(enrollee)) {
            now = Stage.WITH_PASSWORD;
        }
        if (now != acknowledged && now != asked) {
            findings.add(Kind.STEP_LOST, enrollee + " is " + now);
        }
        if (open != now.compareTo(Stage.PROVISIONED) >= 0) {
            findings.add(Kind.HALF_PROVISIONED, enrollee + " is " + now + (open ? " and open" : " and has no account"));
        }
        enrollee.reached(now);
        if (now.compareTo(Stage.PROVISIONED) >= 0) {
            if (acknowledged.compareTo(Stage.PROVISIONED) < 0 && spans(application.path("history"), killed)) {
                resumed++;
            }
            if (now == Stage.PROVISIONED) {
                office.advance(enrollee);
            }
            if (!enrollee.isWhole()) {
                checkWhole(enrollee);
            }
        }
    }

    private static boolean spans(JsonNode history, Instant killed) {
        boolean before = false;
        boolean after = false;
        for (JsonNode entry : history) {
            Matcher step = STEP.matcher(entry.asText());
            if (step.find()) {
                Instant at = Instant.parse(step.group(1));
                before |= step.group(3).equals("APPROVED") && at.isBefore(killed);
                after |= step.group(3).equals("PROVISIONED") && at.isAfter(killed);
            }
        }
        return before && after;
    }

    private boolean isOpen(Enrollee enrollee) throws IOException {
        try {
            return desk.one("account", "show", enrollee.address())
                    .path("state")
                    .asText()
                    .equals("ACTIVE");
        } catch (Desk.Refused e) {
            return false;
        }
    }

    private boolean passwordIsSet(Enrollee enrollee) throws IOException {
        return desk.one("account", "show", enrollee.address())
                .path("password")
                .asText()
                .equals("set");
    }

    /** Binding, sign-in, mailboxes, subscriptions and one welcome: all of it, or it is told what is not there. */
    private void checkWhole(Enrollee enrollee) throws IOException {
        Set<String> faults = new HashSet<>();
        long active = bindings(enrollee).stream()
                .filter(binding -> binding.path("state").asText().equals("ACTIVE"))
                .count();
        if (active != 1) {
            faults.add(active + " active bindings");
        }
        try (ImapTalk imap = ImapTalk.to(basePort, ClientTls.of(home, Optional.of(enrollee.person())))) {
            ImapTalk.Answer login =
                    imap.login(enrollee.address(), enrollee.person().password());
            if (login.isOk()) {
                for (String list : List.of("LIST", "LSUB")) {
                    Set<String> missing = new HashSet<>(MAILBOXES);
                    missing.removeAll(names(imap.command(list + " \"\" *")));
                    missing.forEach(name -> faults.add(list + " without " + name));
                }
                Matcher exists = EXISTS.matcher(
                        String.join("\n", imap.command("EXAMINE INBOX").untagged()));
                String messages = exists.find() ? exists.group(1) : "none";
                String welcome =
                        String.join("\n", imap.command("FETCH 1:* (ENVELOPE)").untagged());
                if (!messages.equals("1") || !welcome.contains("<welcome." + enrollee.address() + ">")) {
                    faults.add(messages + " messages in INBOX where one welcome should be");
                }
            } else {
                faults.add("sign-in: " + login);
            }
        }
        faults.forEach(fault -> findings.add(Kind.HALF_PROVISIONED, enrollee.address() + ": " + fault));
        enrollee.seenWhole();
    }

    private List<JsonNode> bindings(Enrollee enrollee) throws IOException {
        try {
            return desk.run("binding", "list", enrollee.address());
        } catch (Desk.Refused e) {
            return List.of();
        }
    }

    private static Set<String> names(ImapTalk.Answer listed) {
        Set<String> names = new HashSet<>();
        for (String line : listed.untagged()) {
            Matcher name = LISTED.matcher(line);
            if (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
