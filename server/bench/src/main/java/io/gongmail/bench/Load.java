package io.gongmail.bench;

import io.gongmail.bench.Journal.Offered;
import io.gongmail.bench.Journal.Place;
import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.ImapTalk;
import io.gongmail.demo.SmtpTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that submit, append and enroll until the server dies under them or they are stopped. */
final class Load {
    /** Where appended messages go. */
    static final String MAILBOX = "Bench";

    private static final Pattern APPEND_UID = Pattern.compile("APPENDUID (\\d+) (\\d+)");
    /** Between messages of one client: a server that only has messages to take hardly comes to an approval, and each is read again. */
    private static final int LONGEST_PAUSE_MILLIS = 100;

    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(100);

    private final DemoHome home;
    private final int basePort;
    private final Journal journal;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile String trouble = "";

    Load(DemoHome home, int basePort, Journal journal) {
        this.home = home;
        this.basePort = basePort;
        this.journal = journal;
    }

    @FunctionalInterface
    private interface Talk {
        void run() throws IOException;
    }

    void start(List<DemoPerson> people, int submitters, int appenders, Random random) {
        for (int i = 0; i < submitters; i++) {
            DemoPerson person = people.get(i % people.size());
            Random own = new Random(random.nextLong());
            begin("submitter-" + i, () -> submit(person, people, own));
        }
        for (int i = 0; i < appenders; i++) {
            DemoPerson person = people.get(i % people.size());
            Random own = new Random(random.nextLong());
            begin("appender-" + i, () -> append(person, own));
        }
    }

    /** Beside the others, {@code clerks} take people through enrollment, one step after the other. */
    void enroll(Office office, Enrollees enrollees, int clerks) {
        for (int i = 0; i < clerks; i++) {
            begin("clerk-" + i, () -> {
                Enrollee enrollee = enrollees.take();
                try {
                    while (!stopping && enrollee.acknowledged() != Stage.WITH_PASSWORD) {
                        office.advance(enrollee);
                        enrollees.stepped();
                    }
                } finally {
                    enrollees.giveBack(enrollee);
                }
            });
        }
    }

    private void begin(String name, Talk talk) {
        Thread thread = new Thread(
                () -> {
                    while (!stopping) {
                        try {
                            talk.run();
                        } catch (IOException e) {
                            // The server was killed; or it refuses, which shows in what is acknowledged.
                            trouble = name + ": " + e.getMessage();
                            LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** The last thing that went wrong, for who wonders why nothing is acknowledged. */
    String trouble() {
        return trouble;
    }

    /** Returns when every client has ended; call it after the kill. */
    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    private void submit(DemoPerson sender, List<DemoPerson> people, Random random) throws IOException {
        String from = address(sender);
        try (SmtpTalk smtp = SmtpTalk.to(basePort + 1, ClientTls.of(home, Optional.of(sender)))) {
            want(smtp.greeting(), "220");
            want(smtp.command("EHLO bench.example"), "250");
            want(smtp.authPlain(from, sender.password()), "235");
            for (int i = 0; i < 50 && !stopping; i++) {
                List<String> to = new ArrayList<>();
                int first = random.nextInt(people.size());
                for (int n = 0; n <= random.nextInt(Math.min(3, people.size())); n++) {
                    to.add(address(people.get((first + n) % people.size())));
                }
                String id = UUID.randomUUID().toString();
                String text = message(id, from, to, random);
                List<Place> places =
                        to.stream().map(name -> new Place(name, "INBOX")).toList();
                Offered message = Offered.of(id, text, places, false);
                journal.offer(message);
                want(smtp.command("MAIL FROM:<" + from + ">"), "250");
                for (String recipient : to) {
                    want(smtp.command("RCPT TO:<" + recipient + ">"), "250");
                }
                want(smtp.command("DATA"), "354");
                want(smtp.command(text + "."), "250");
                journal.submitted(message);
                pause(random);
            }
        }
    }

    private void append(DemoPerson owner, Random random) throws IOException {
        String account = address(owner);
        try (ImapTalk imap = ImapTalk.to(basePort, ClientTls.of(home, Optional.of(owner)))) {
            want(imap.greeting(), "* OK");
            want(imap.login(account, owner.password()).tagged(), "OK");
            imap.command("CREATE " + MAILBOX); // it may be there already
            for (int i = 0; i < 50 && !stopping; i++) {
                String id = UUID.randomUUID().toString();
                String text = message(id, account, List.of(account), random);
                Offered message = Offered.of(id, text, List.of(new Place(account, MAILBOX)), true);
                journal.offer(message);
                String answer = imap.append(MAILBOX, text.getBytes(StandardCharsets.US_ASCII))
                        .tagged();
                want(answer, "OK");
                Matcher uid = APPEND_UID.matcher(answer);
                if (!uid.find()) {
                    throw new IOException("no APPENDUID in " + answer);
                }
                journal.appended(message, Long.parseLong(uid.group(2)));
                pause(random);
            }
        }
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS)));
    }

    private static String address(DemoPerson person) throws IOException {
        return person.address().orElseThrow(() -> new IOException(person.name() + " has no address"));
    }

    private static void want(String answer, String start) throws IOException {
        if (!answer.startsWith(start)) {
            throw new IOException("expected " + start + ", got " + answer);
        }
    }

    /** Mostly 4 KiB, some 64 KiB, few so large that they become a file of their own. No line begins with a dot. */
    private static String message(String id, String from, List<String> to, Random random) {
        int dice = random.nextInt(100);
        int size = dice < 90 ? 4_000 : dice < 99 ? 64_000 : 1_400_000;
        StringBuilder text = new StringBuilder(size + 500)
                .append("X-Bench: ")
                .append(id)
                .append("\r\nFrom: <")
                .append(from)
                .append(">\r\nTo: <")
                .append(String.join(">, <", to))
                .append(">\r\nSubject: crash ")
                .append(id)
                .append("\r\nDate: Tue, 24 Nov 2026 09:00:00 +0900\r\nMessage-ID: <")
                .append(id)
                .append("@bench.example>\r\n\r\n");
        while (text.length() < size) {
            text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36)).append(" 0123456789 abcdefghij\r\n");
        }
        return text.toString();
    }
}
