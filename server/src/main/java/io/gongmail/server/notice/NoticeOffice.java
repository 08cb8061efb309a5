package io.gongmail.server.notice;

import io.gongmail.server.notice.audience.Audience;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.StoreException;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people hand in and look up notices without a mail program: as whom they write, which they may see, and what they have written, which
 * goes to the same {@link NoticeDesk} as mail does. Who writes in another name has to have the right to, as with mail. Thread-safe; calls
 * block.
 */
public final class NoticeOffice {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeOffice.class);

    /** The file that a signature is (RFC 8551 §3.2.1). */
    private static final String SIGNATURE = "smime.p7s";

    /** Octets of a message that are read to show it. */
    private static final int MOST_SHOWN = 2 * 1024 * 1024;

    private final Registry registry;
    private final Audiences audiences;
    private final NoticeDesk desk;
    private final UnsentNotices letters;
    private final NoticeMessages messages;
    private final NoticeRules rules;
    private final Clock clock;

    public NoticeOffice(
            Registry registry,
            Audiences audiences,
            NoticeDesk desk,
            UnsentNotices letters,
            MailStore mail,
            NoticeRules rules,
            Clock clock) {
        this.registry = registry;
        this.audiences = audiences;
        this.desk = desk;
        this.letters = letters;
        this.messages = new NoticeMessages(mail);
        this.rules = rules;
        this.clock = clock;
    }

    /** In whose names an account writes notices; none for who writes no notices. */
    public List<Address> authors(Account account) {
        return switch (account.type()) {
            case AGENCY_REPRESENTATIVE -> List.of(account.address());
            case OFFICIAL -> registry.sentAs().accounts(account.address());
            case AGENCY_RELAY -> List.of();
        };
    }

    /** Whether an account may have its notices go before others: as with mail (RFC 6710), who is the agency itself. */
    public boolean mayHurry(Account account) {
        return NoticeDesk.mayHurry(account);
    }

    /** Where everybody has notices. */
    public String folder() {
        return rules.folder();
    }

    /** Whether an account has to do with its agency's notices: writes them, or decides on them. */
    public boolean isConcerned(Account account) {
        return seesAll(account)
                || account.roles().contains(Role.REVIEWER)
                || !authors(account).isEmpty();
    }

    /** Whether an account sees notices of all agencies. */
    public boolean seesAll(Account account) {
        return account.roles().contains(Role.ADMINISTRATOR);
    }

    /**
     * Those that an account may see, the newest first; none for who has nothing to do with any.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> list(Account by, int skip, int limit) {
        if (!isConcerned(by)) {
            return List.of();
        }
        return registry.notices().ofAgency(seesAll(by) ? "" : by.agency(), skip, limit);
    }

    /** A notice, for who may see it; for others there is none (G-947). */
    public Ruling<OfficialNotice> find(NoticeNumber number, Account by) {
        return registry.notices()
                .find(number)
                .filter(notice -> maySee(notice, by))
                .map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-947"));
    }

    private boolean maySee(OfficialNotice notice, Account by) {
        return seesAll(by) || notice.agency().equals(by.agency()) && isConcerned(by);
    }

    /** Whether a notice is short enough to be read to its end; of others the last file may be cut, and more may be missing. */
    public boolean isShownWhole(OfficialNotice notice) {
        return notice.octets() <= MOST_SHOWN;
    }

    /** What a notice says, as far as it is read ({@link #isShownWhole}); empty where its message is gone. */
    public Optional<WrittenNotice> message(OfficialNotice notice) {
        return read(notice, MOST_SHOWN);
    }

    private Optional<WrittenNotice> read(OfficialNotice notice, int most) {
        try {
            Optional<InputStream> message = messages.open(notice.number());
            if (message.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = message.get()) {
                return Optional.of(NoticeReader.read(in, notice.author(), most).letter());
            }
        } catch (IOException e) {
            LOG.debug("the message of notice {} cannot be shown: {}", notice.number(), e.toString());
            return Optional.empty();
        }
    }

    /** What was given back to its sender, to be gone on with by them: the id of the letter. */
    public Ruling<UUID> again(NoticeNumber number, Account by) {
        return find(number, by)
                .then(notice -> notice.sender().equals(by.address()) && notice.state() == OfficialNoticeState.RETURNED
                        ? Ruling.granted(notice)
                        : Ruling.<OfficialNotice>refused(
                                "G-949", "state", notice.state().name()))
                .then(notice -> read(notice, UnsentNotices.LARGEST)
                        .map(letter -> letters.save(by.address(), UUID.randomUUID(), letter))
                        .orElseGet(() -> Ruling.refused("G-981")));
    }

    /** Whether an account may write a correction of a notice as it stands. */
    public boolean mayCorrect(OfficialNotice notice, Account by) {
        return correctable(notice, by).fold(may -> true, refused -> false);
    }

    private Ruling<OfficialNotice> correctable(OfficialNotice notice, Account by) {
        return authors(by).isEmpty()
                ? Ruling.refused("G-939")
                : desk.corrected(notice.number().toString(), by);
    }

    /**
     * Begins a correction of what went out, with what that says, to be gone on with: the id of the letter. When it is approved, as any
     * notice is, the other one is recalled with it.
     */
    public Ruling<UUID> correct(NoticeNumber number, Account by) {
        return find(number, by)
                .then(notice -> correctable(notice, by))
                .then(notice -> read(notice, UnsentNotices.LARGEST)
                        .map(said -> letters.save(by.address(), UUID.randomUUID(), correction(notice, said, by)))
                        .orElseGet(() -> Ruling.refused("G-981")));
    }

    private WrittenNotice correction(OfficialNotice notice, WrittenNotice said, Account by) {
        List<Address> names = authors(by);
        boolean hurries = notice.priority() == NoticePriority.URGENT && mayHurry(by);
        return new WrittenNotice(
                names.contains(notice.author()) ? notice.author() : names.get(0),
                said.subject(),
                said.text(),
                notice.audience(),
                hurries ? NoticePriority.URGENT : NoticePriority.NORMAL,
                notice.mustRead(),
                Optional.empty(),
                notice.expires().filter(end -> end.isAfter(clock.instant())),
                // Which was made of the other one.
                said.enclosures().stream()
                        .filter(file -> !file.name().equals(SIGNATURE))
                        .toList(),
                Optional.of(notice.number()));
    }

    /** Whom a letter would go to now, if it were whole and its sender may send it. */
    public Ruling<Audience> sized(Account sender, WrittenNotice letter) {
        return writable(sender, letter)
                .then(whole -> whole.corrects()
                        .map(number -> desk.audience(whole.audience(), number.toString(), sender))
                        .orElseGet(() -> audiences.resolved(whole.audience(), sender.agency())));
    }

    private Ruling<WrittenNotice> writable(Account sender, WrittenNotice letter) {
        if (!authors(sender).contains(letter.author())) {
            return Ruling.refused("G-939");
        }
        if (letter.priority() == NoticePriority.URGENT && !mayHurry(sender)) {
            return Ruling.refused("G-985");
        }
        return letter.finished();
    }

    /**
     * Hands in what was saved under an id; when this returns it is durable, and the letter is gone from where it was saved.
     *
     * @param shown how many the sender was told that it goes to: where they are others by now it is refused (G-984)
     * @throws StoreException when it cannot be kept
     */
    public Ruling<OfficialNotice> submit(Account sender, UUID id, int shown) {
        Optional<UnsentNotice> saved = letters.find(sender.address(), id);
        if (saved.isEmpty()) {
            return Ruling.refused("G-981");
        }
        WrittenNotice letter = saved.get().notice();
        return sized(sender, letter)
                .then(audience -> audience.size() == shown
                        ? Ruling.granted(audience)
                        : new Ruling.Refused<Audience>(
                                "G-984",
                                Map.of(
                                        "before", Integer.toString(shown),
                                        "now", Integer.toString(audience.size()))))
                .then(audience -> handedIn(sender, saved.get()))
                .then(notice -> {
                    dropped(sender.address(), id);
                    return Ruling.granted(notice);
                });
    }

    /** The notice is handed in whatever comes of this: who hands the same in again is told of it as it stands. */
    private void dropped(Address owner, UUID id) {
        try {
            letters.drop(owner, id);
        } catch (StoreException e) {
            LOG.warn("the draft of a notice that was handed in stays: {}", e.getMessage());
        }
    }

    private Ruling<OfficialNotice> handedIn(Account sender, UnsentNotice saved) {
        WrittenNotice letter = saved.notice();
        byte[] octets = NoticeMessage.written(letter, letters.agency(letter.author()), saved.id(), clock.instant());
        try {
            MimeMessage message = new MimeMessage((Session) null, new ByteArrayInputStream(octets));
            if (!letter.author().equals(sender.address())) {
                // Before it is taken: nothing is sent of which nobody knows who it was.
                registry.sentAs().sends(sender.address(), letter.author(), message.getMessageID());
            }
            MailImpl mailed = mailed(letter.author(), message);
            try {
                return desk.submit(new NoticeDesk.Handed(sender, letter.author(), "", "", Instant.EPOCH), mailed);
            } finally {
                LifecycleUtil.dispose(mailed);
            }
        } catch (MessagingException | IOException e) {
            throw new StoreException(StoreException.Kind.BROKEN, "a letter of ours cannot be read", e);
        }
    }

    private static MailImpl mailed(Address author, MimeMessage message) throws AddressException, MessagingException {
        return MailImpl.builder()
                .name("notice-" + UUID.randomUUID())
                .sender(author.toString())
                .addRecipient(new MailAddress("notice@" + author.domain()))
                .mimeMessage(message)
                .build();
    }
}
