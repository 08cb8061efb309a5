package io.gongmail.server.notice.followup;

import io.gongmail.server.config.NoticeConfig;
import io.gongmail.server.notice.NoticeRunner;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.text.LetterText;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeFollowUps;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeReminder;
import io.gongmail.store.registry.NoticeReminder.State;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds those of a notice who have it and have not read it: by a short one of its own, which names the notice and where it is. It is
 * written down before it goes, goes once, and is taken back with the notice. Thread-safe; calls block.
 */
public final class NoticeReminders {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeReminders.class);
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");

    /** In one round. */
    private static final int AT_ONCE = 100;

    /**
     * What holds for them.
     *
     * @param most of one notice
     * @param apart how long after one there is no other
     */
    public record Policy(int most, Duration apart) {
        public static Policy of(NoticeConfig config) {
            return new Policy(config.reminders(), config.remindAfter());
        }
    }

    private final Registry registry;
    private final Notices notices;
    private final NoticeDelivery delivery;
    private final Policy policy;
    private final Words words;
    private final Clock clock;

    public NoticeReminders(
            Registry registry, Notices notices, NoticeDelivery delivery, Policy policy, Words words, Clock clock) {
        this.registry = registry;
        this.notices = notices;
        this.delivery = delivery;
        this.policy = policy;
        this.words = words;
        this.clock = clock;
    }

    /**
     * Asks that they are reminded; when this returns that is durable, and it goes in the next round.
     *
     * @param by the notice's sender or author, a reviewer of the agency or an administrator
     */
    public Ruling<NoticeReminder> remind(NoticeNumber number, Address by) {
        return registry.notices()
                .find(number)
                .map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-947"))
                .then(notice ->
                        mayRemind(notice, by) ? Ruling.granted(notice) : Ruling.<OfficialNotice>refused("G-950"))
                .then(notice -> notice.state() == OfficialNoticeState.RELEASED
                        ? Ruling.granted(notice)
                        : Ruling.<OfficialNotice>refused(
                                "G-949", "state", notice.state().name()))
                .then(this::inTime)
                .then(notice -> asked(notice, by));
    }

    private boolean mayRemind(OfficialNotice notice, Address by) {
        return registry.accounts()
                .find(by)
                .filter(account -> account.state() == AccountState.ACTIVE)
                .filter(account -> by.equals(notice.sender()) || by.equals(notice.author()) || decides(account, notice))
                .isPresent();
    }

    private static boolean decides(Account account, OfficialNotice notice) {
        return account.roles().contains(Role.ADMINISTRATOR)
                || account.roles().contains(Role.REVIEWER) && account.agency().equals(notice.agency());
    }

    private Ruling<OfficialNotice> inTime(OfficialNotice notice) {
        Instant now = clock.instant();
        if (notice.isOver(now)) {
            return Ruling.refused(
                    "G-973", "found", notice.expires().orElseThrow().toString());
        }
        List<NoticeReminder> before = registry.noticeFollowUps().reminders(notice.number());
        if (before.size() >= policy.most()) {
            return Ruling.refused("G-971", "most", Integer.toString(policy.most()));
        }
        if (!before.isEmpty()) {
            Instant next = before.get(before.size() - 1).asked().plus(policy.apart());
            if (next.isAfter(now)) {
                return new Ruling.Refused<>(
                        "G-970", Map.of("time", policy.apart().toHours() + " h", "found", next.toString()));
            }
        }
        return Ruling.granted(notice);
    }

    private Ruling<NoticeReminder> asked(OfficialNotice notice, Address by) {
        List<Address> unread = new ArrayList<>();
        notices.copies(new NoticeId(notice.number().toString()), copy -> {
            if (copy.state() == NoticeCopy.State.DELIVERED) {
                unread.add(Address.of(copy.owner().asString()));
            }
        });
        if (unread.isEmpty()) {
            return Ruling.refused("G-972");
        }
        // Empty where somebody was faster, or recalls it.
        return registry.noticeFollowUps()
                .remind(notice, new NoticeNumber(UUID.randomUUID()), unread, by, policy.apart(), policy.most())
                .map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-949", "state", notice.state().name()));
    }

    /** One round: hands over what was asked for, and takes back what was sent of notices that were recalled. */
    public synchronized void run() {
        NoticeFollowUps followUps = registry.noticeFollowUps();
        // What is withdrawn while it is handed over is taken back in the next round.
        followUps.reminders(State.WITHDRAWING, AT_ONCE).forEach(this::withdraw);
        followUps.reminders(State.ASKED, AT_ONCE).forEach(this::post);
    }

    private void post(NoticeReminder reminder) {
        try {
            OfficialNotice notice = registry.notices().find(reminder.notice()).orElseThrow();
            byte[] message = message(notice, reminder);
            delivery.post(new NoticeDelivery.Posting(
                    reminder.id(),
                    () -> new ByteArrayInputStream(message),
                    notice.folder(),
                    reminder.asked(),
                    NoticeRunner.flags(notice),
                    registry.noticeFollowUps().members(reminder)));
            registry.noticeFollowUps().became(reminder, State.POSTED);
        } catch (RuntimeException e) {
            // Whatever it is, the others go.
            LOG.warn("reminder {} is handed over later: {}", reminder.id(), e.toString());
        }
    }

    private void withdraw(NoticeReminder reminder) {
        try {
            delivery.recall(reminder.id());
            registry.noticeFollowUps().became(reminder, State.WITHDRAWN);
        } catch (RuntimeException e) {
            LOG.warn("reminder {} is recalled later: {}", reminder.id(), e.toString());
        }
    }

    /** The same octets at each try. */
    private byte[] message(OfficialNotice notice, NoticeReminder reminder) {
        Sentence sentence = words.sentence(
                "G-974",
                Map.of(
                        "name", notice.subject(),
                        "place", notice.folder(),
                        "date", LocalDate.ofInstant(notice.due(), KOREA).toString()));
        LetterText text = new LetterText();
        text.line("From: <" + notice.author() + ">");
        text.line("To: undisclosed-recipients:;"); // RFC 5322 §3.4
        text.subject("Re-notice: " + notice.subject());
        text.date(reminder.asked().atZone(KOREA));
        text.line("Message-ID: <" + reminder.id() + "@" + notice.author().domain() + ">");
        text.inReplyTo(registry.noticeFollowUps().envelope(notice.number()).messageId());
        text.line("Auto-Submitted: auto-generated"); // RFC 3834 §5
        text.line("MIME-Version: 1.0");
        text.plain(String.join(
                "\n",
                sentence.korean(),
                sentence.remedyKorean(),
                "",
                sentence.english(),
                sentence.remedyEnglish(),
                ""));
        return text.octets();
    }
}
