package io.gongmail.bench;

import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.SmtpTalk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Fills mailboxes through submission, every account with as many messages. */
final class Filling {
    private static final int CONNECTIONS = 8;
    private static final String LINE = "Sixty-four octets of text that say nothing, again and again.\r\n";

    private final DemoHome home;
    private final int basePort;

    Filling(DemoHome home, int basePort) {
        this.home = home;
        this.basePort = basePort;
    }

    /** Returns when all were accepted. Accounts are {@code official0001} and so on, senders those with keys. */
    void submit(int accounts, int messages) throws IOException, InterruptedException {
        List<DemoPerson> senders = home.officials();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> all = IntStream.range(0, CONNECTIONS)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        submit(senders.get(i % senders.size()), i, accounts, messages);
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a message was not accepted: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void submit(DemoPerson sender, int connection, int accounts, int messages) throws IOException {
        String from = sender.address().orElseThrow(() -> new IOException(sender.name() + " has no address"));
        String domain = from.substring(from.indexOf('@'));
        try (SmtpTalk smtp = SmtpTalk.to(basePort + 1, ClientTls.of(home, Optional.of(sender)))) {
            want(smtp.greeting(), "220");
            want(smtp.command("EHLO bench.example"), "250");
            want(smtp.authPlain(from, sender.password()), "235");
            for (int number = connection; number < messages; number += CONNECTIONS) {
                String to = String.format(Locale.ROOT, "official%04d", number % accounts + 1) + domain;
                want(smtp.send(from, to, message(from, to, number)), "250");
            }
        }
    }

    /** About 4 KiB. */
    private static String message(String from, String to, int number) {
        return "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: filling " + number
                + "\r\nDate: Tue, 24 Nov 2026 09:00:00 +0900\r\nMessage-ID: <" + number
                + "@bench.example>\r\n\r\n" + LINE.repeat(62) + number;
    }

    private static void want(String answer, String start) throws IOException {
        if (!answer.startsWith(start)) {
            throw new IOException("expected " + start + ", got " + answer);
        }
    }
}
