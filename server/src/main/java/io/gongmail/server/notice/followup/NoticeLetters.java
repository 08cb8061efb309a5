package io.gongmail.server.notice.followup;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.notice.NoticeMessages;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.record.Entry;
import io.gongmail.server.notice.report.NoticeMember;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.store.StoreException;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeEnvelope;
import io.gongmail.store.registry.NoticeLetter;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sender of a notice what became of it, in one letter once everybody has it or its time is over, in the place of one for each who
 * cannot have it. It is written down before it goes, and goes under a name of its own: what a stop interrupts is done again with the same
 * octets, which reach the mailbox once. Thread-safe; one round at a time.
 */
public final class NoticeLetters {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLetters.class);

    /** In one round. */
    private static final int AT_ONCE = 100;

    /** After that it is told how it stands, as of other mail (RFC 5321 §4.5.4.1). */
    private static final Duration LONGEST = Duration.ofDays(5);

    private final Registry registry;
    private final Notices notices;
    private final NoticeMessages messages;
    private final NoticeDelivery delivery;
    private final NoticeReports reports;
    private final NoticeLetterWriter writer;
    private final Letters letters;
    private final Clock clock;

    public NoticeLetters(
            Registry registry,
            NoticeDelivery delivery,
            NoticeReports reports,
            NoticeLetterWriter writer,
            MailStore mail,
            Letters letters,
            Clock clock) {
        this.registry = registry;
        this.notices = mail.notices();
        this.messages = new NoticeMessages(mail);
        this.delivery = delivery;
        this.reports = reports;
        this.writer = writer;
        this.letters = letters;
        this.clock = clock;
    }

    /** One round. What cannot be done now is tried in the next. */
    public synchronized void run() {
        for (OfficialNotice notice : registry.noticeFollowUps().unwritten(AT_ONCE)) {
            try {
                seal(notice);
                if (isDone(notice)) {
                    write(notice);
                }
            } catch (IOException | RuntimeException e) {
                // Whatever it is, the others go.
                LOG.warn("the letter on notice {} is written later: {}", notice.number(), e.toString());
            }
        }
        for (NoticeLetter letter : registry.noticeFollowUps().unsent(AT_ONCE)) {
            try {
                letters.send(
                        letter.recipient(),
                        name(letter.notice()),
                        registry.noticeFollowUps().message(letter));
                registry.noticeFollowUps().sent(letter);
            } catch (MessagingException | StoreException e) {
                LOG.warn("the letter on notice {} goes later: {}", letter.notice(), e.toString());
            }
        }
    }

    /** What is out, which may be signed, is held by the audit trail from the first round on. */
    private void seal(OfficialNotice notice) throws IOException {
        if (registry.noticeFollowUps().seal(notice.number()).isEmpty()) {
            Optional<InputStream> message = messages.open(notice.number());
            if (message.isPresent()) {
                try (InputStream in = message.get()) {
                    registry.noticeFollowUps().seal(notice.number(), Entry.sha256(in));
                }
            }
        }
    }

    /** What the letter is called in the queue. */
    static String name(NoticeNumber number) {
        return "notice-letter." + number;
    }

    private boolean isDone(OfficialNotice notice) {
        Instant now = clock.instant();
        if (notice.isOver(now) || notice.due().plus(LONGEST).isBefore(now)) {
            return delivery.counts(notice.number()).isPresent();
        }
        // Cheap while it is under way: these are remembered.
        return delivery.counts(notice.number())
                .filter(counts -> counts.owed() == 0)
                .flatMap(counts -> notices.find(new NoticeId(notice.number().toString())))
                .filter(state -> !state.going())
                .isPresent();
    }

    /** Writes the letter down, or that nobody is told. */
    void write(OfficialNotice notice) {
        NoticeEnvelope envelope = registry.noticeFollowUps().envelope(notice.number());
        Optional<Address> recipient = recipient(notice, envelope);
        if (recipient.isEmpty() || envelope.isSilent()) {
            registry.noticeFollowUps().tellNobody(notice.number());
            LOG.info("nobody is told what became of notice {}", notice.number());
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        NoticeSums sums = reports.anew(notice.number()).orElseThrow();
        List<NoticeMember> missing = new ArrayList<>();
        reports.members(notice.number(), member -> {
            boolean isMissing = member.copy().state() == NoticeCopy.State.FAILED
                    || member.copy().state() == NoticeCopy.State.OWED;
            if (isMissing && missing.size() < NoticeLetterWriter.MOST_NAMED) {
                missing.add(member);
            }
        });
        NoticeLetter letter = new NoticeLetter(notice.number(), recipient.get(), now);
        if (registry.noticeFollowUps()
                .write(letter, writer.written(notice, envelope, letter, sums, missing, header(notice)))) {
            LOG.info("the sender of notice {} is told what became of it", notice.number());
        }
    }

    private String header(OfficialNotice notice) {
        try {
            return messages.header(notice.number());
        } catch (IOException e) {
            LOG.warn("the header of notice {} cannot be read: {}", notice.number(), e.toString());
            return "";
        }
    }

    /** The first of these who has a mailbox here: the sender of the envelope, the account that signed in, in whose name it was. */
    private Optional<Address> recipient(OfficialNotice notice, NoticeEnvelope envelope) {
        return Stream.of(Address.parse(envelope.returnPath()).stream(), Stream.of(notice.sender(), notice.author()))
                .flatMap(addresses -> addresses)
                .filter(address -> registry.accounts()
                        .find(address)
                        .filter(NoticeLetters::hasMailbox)
                        .isPresent())
                .findFirst();
    }

    private static boolean hasMailbox(Account account) {
        return account.state() != AccountState.CLOSED && account.type() != AccountType.AGENCY_RELAY;
    }
}
