package io.gongmail.server.delivery;

import io.gongmail.store.registry.Address;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/** Letters of the server, to people here through the queue. Thread-safe; sending waits for the disk. */
public final class Letters {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final MailQueue queue;
    private final String hostName;
    private final Clock clock;

    public Letters(MailQueueFactory<?> queues, String hostName, Clock clock) {
        this.queue = queues.createQueue(MailQueueFactory.SPOOL);
        this.hostName = hostName;
        this.clock = clock;
    }

    /**
     * Sends a letter; when this returns it is not lost any more.
     *
     * @param subject one line
     * @param text plain text of at most some thousand characters, lines ended by LF
     * @throws MessagingException when it cannot be queued
     */
    public void send(Address to, String subject, String text) throws MessagingException {
        send(to, UUID.randomUUID(), clock.instant(), subject, text);
    }

    /**
     * The same; sent twice with one {@code name}, it reaches the mailbox once.
     *
     * @param name of this letter and of no other
     * @param at when it was written
     */
    public void send(Address to, String name, Instant at, String subject, String text) throws MessagingException {
        send(to, id(name), at, subject, text);
    }

    /**
     * Sends a letter that is written already, header and all; sent twice with one {@code name} and the same octets, it reaches the mailbox
     * once.
     *
     * @param name of this letter and of no other
     */
    public void send(Address to, String name, byte[] message) throws MessagingException {
        UUID id = id(name);
        WrittenMail.put(queue, WrittenMail.of("letter-" + id, id, new MailAddress(to.toString()), message));
    }

    /**
     * A letter that goes elsewhere, as octets.
     *
     * @param to a mail address
     * @param domain of ours, whose postmaster writes
     * @param name of this letter and of no other
     */
    public byte[] written(String to, String domain, String name, Instant at, String subject, String text) {
        return message(id(name), to, domain, at, subject, text).getBytes(StandardCharsets.US_ASCII);
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void send(Address to, UUID id, Instant at, String subject, String text) throws MessagingException {
        Mail mail = WrittenMail.of(
                "letter-" + id,
                id,
                new MailAddress(to.toString()),
                message(id, to.toString(), to.domain(), at, subject, text).getBytes(StandardCharsets.US_ASCII));
        WrittenMail.put(queue, mail);
    }

    private String message(UUID id, String to, String domain, Instant at, String subject, String text) {
        return String.join(
                "\r\n",
                "From: Gongmail <postmaster@" + domain + ">",
                "To: <" + to + ">",
                "Subject: =?UTF-8?B?" + base64(subject) + "?=",
                "Date: " + DATE.format(at.atZone(clock.getZone())),
                "Message-ID: <" + id + "@" + hostName + ">",
                "Auto-Submitted: auto-generated", // RFC 3834 §5
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder()
                        .encodeToString(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
