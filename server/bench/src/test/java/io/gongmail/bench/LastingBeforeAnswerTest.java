package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.bench.SystemCalls.Event;
import io.gongmail.bench.SystemCalls.Kind;
import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.ImapTalk;
import io.gongmail.demo.SmtpTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is acknowledged was made to last before: between the last octet that was heard of a command and the first of its
 * answer the kernel was asked, and said so. Kill -9 cannot show this, since it keeps what the kernel has not written.
 */
@EnabledIfSystemProperty(named = "gongmail.strace", matches = ".*", disabledReason = "scripts/test --all runs it")
class LastingBeforeAnswerTest {
    private static final int PORT = 19_300;
    private static final String CONTENT = "/content/segments/";
    private static final String LARGE = "/content/spool/";
    private static final String FOLDER = "/content/large/";
    private static final String ROWS = "/database/log/";
    private static final byte[] SMALL = "Subject: small\r\n\r\nsmall\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /** A command, what has to last, in this order, and when it was said and answered. */
    private record Step(String name, List<String> lasting, long begun, long ended) {}

    private interface Said {
        String answer() throws IOException;
    }

    private final List<Step> steps = new ArrayList<>();

    private void step(String name, List<String> lasting, Said said) throws IOException {
        long begun = micros();
        assertThat(said.answer()).as(name).matches("(OK|250) .*");
        steps.add(new Step(name, lasting, begun, micros()));
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Test
    void whatIsAcknowledgedLasts() throws IOException {
        DemoHome home = new DemoHome(folder.resolve("home"));
        try (ServerProcess server = ServerProcess.start(home.root(), 2, PORT, folder.resolve("server.log"))) {
            DemoPerson person = home.officials().get(0);
            try (ImapTalk imap = ImapTalk.to(PORT, ClientTls.of(home, Optional.of(person)));
                    SmtpTalk smtp = SmtpTalk.to(PORT + 1, ClientTls.of(home, Optional.of(person)));
                    SystemCalls calls = SystemCalls.of(server.process(), folder.resolve("calls"))) {
                String address = person.address().orElseThrow();
                assertThat(smtp.command("EHLO bench.example")).startsWith("250");
                assertThat(smtp.authPlain(address, person.password())).startsWith("235");
                assertThat(imap.login(address, person.password()).isOk()).isTrue();
                imap(imap);
                step(
                        "DATA",
                        List.of(CONTENT, ROWS),
                        () -> smtp.send(address, address, "From: <" + address + ">\r\nSubject: sent\r\n\r\nsent"));
                calls.close();
                assertThat(steps).allSatisfy(step -> assertLasting(step, calls.events()));
            }
        }
    }

    private void imap(ImapTalk imap) throws IOException {
        byte[] large = ("Subject: large\r\n\r\n" + "0123456789".repeat(150_000)).getBytes(StandardCharsets.US_ASCII);
        step("CREATE", List.of(ROWS), () -> imap.command("CREATE Kept").tagged());
        step("APPEND", List.of(CONTENT, ROWS), () -> imap.append("Kept", SMALL).tagged());
        step(
                "APPEND large",
                List.of(LARGE, FOLDER, ROWS),
                () -> imap.append("Kept", large).tagged());
        assertThat(imap.command("SELECT Kept").isOk()).isTrue();
        for (String command : List.of(
                "STORE 1 +FLAGS.SILENT (\\Flagged)",
                "COPY 1:2 INBOX",
                "MOVE 2 INBOX",
                "STORE 1 +FLAGS.SILENT (\\Deleted)",
                "EXPUNGE",
                "DELETE Kept")) {
            step(command, List.of(ROWS), () -> imap.command(command).tagged());
        }
    }

    private static void assertLasting(Step step, List<Event> all) {
        List<Event> events = all.stream()
                .filter(event -> event.micros() >= step.begun() && event.micros() <= step.ended())
                .toList();
        int answer = -1;
        int heard = -1;
        for (int i = 0; i < events.size(); i++) {
            answer = events.get(i).kind() == Kind.ANSWERS ? i : answer;
        }
        for (int i = 0; i < answer; i++) {
            heard = events.get(i).kind() == Kind.HEARD ? i : heard;
        }
        assertThat(heard).as("%s is heard, then answered: %s", step, events).isNotNegative();
        int at = heard;
        for (String file : step.lasting()) {
            do {
                at++;
            } while (at < answer
                    && !(events.get(at).kind() == Kind.LASTS
                            && events.get(at).file().contains(file)));
            assertThat(at)
                    .as(
                            "what %s writes to %s lasts before it is answered: %s",
                            step, file, events.subList(heard, answer + 1))
                    .isLessThan(answer);
        }
    }
}
