package io.gongmail.server.notice;

import io.gongmail.server.notice.audience.Audience;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.NoticeDraft;
import io.gongmail.store.registry.NoticeEnvelope;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SavedAudience;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Mail;

/**
 * Where notices are handed in: mail to {@code notice+NAME@} a domain served here goes to the saved audience of that name, mail to {@code
 * notice@} to the one that the message tells. Only who writes in the name of an agency hands one in: its systems, its representative, and
 * whoever sends as that. Thread-safe; calls block.
 */
public final class NoticeDesk {
    private static final String DESK = "notice";
    private static final String BEHIND = "+";
    private static final int LONGEST_TOLD = 50;

    private final Registry registry;
    private final Audiences audiences;
    private final KeptMessages kept;
    private final NoticeRules rules;
    private final Runnable accepted;
    private final Clock clock;

    public NoticeDesk(Registry registry, Audiences audiences, MailStore mail, NoticeRules rules, Clock clock) {
        this(registry, audiences, mail, rules, () -> {}, clock);
    }

    /** @param accepted is run when a notice was handed in that is due; whoever handed it in waits for that */
    public NoticeDesk(
            Registry registry, Audiences audiences, MailStore mail, NoticeRules rules, Runnable accepted, Clock clock) {
        this.accepted = accepted;
        this.registry = registry;
        this.audiences = audiences;
        this.kept = new KeptMessages(mail);
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * A notice that is handed in.
     *
     * @param sender who signed in
     * @param author in whose name it is written
     * @param name of the saved audience; the empty text where the message tells whom it is for
     * @param envelopeId RFC 3461 §4.4; may be empty
     * @param notBefore when it goes, at the earliest, as the envelope has it
     */
    public record Handed(Account sender, Address author, String name, String envelopeId, Instant notBefore) {}

    /**
     * Which saved audience an address of a domain served here stands for; the empty text: the one that the message tells. Empty where it
     * stands for none.
     */
    public Optional<String> audienceOf(Address address) {
        String local = address.localPart();
        if (local.startsWith(DESK + BEHIND)) {
            return Optional.of(local.substring(DESK.length() + BEHIND.length()));
        }
        return local.equals(DESK) && registry.accounts().find(address).isEmpty() ? Optional.of("") : Optional.empty();
    }

    /**
     * Whether somebody may hand in a notice to a saved audience; before there is a message.
     *
     * @param sender who signed in
     * @param author in whose name; the sender's own address where in no other
     * @param name of the audience; the empty text where the message is to tell it
     */
    public Ruling<String> mayAddress(Account sender, Address author, String name) {
        if (!speaksForAgency(sender, author)) {
            return Ruling.refused("G-939");
        }
        if (name.isEmpty()) {
            return Ruling.granted(name);
        }
        return SavedAudience.isName(name)
                ? audiences.mayAddress(name, sender.agency())
                : Ruling.refused("G-933", "name", name);
    }

    private boolean speaksForAgency(Account sender, Address author) {
        return sender.type() != AccountType.OFFICIAL
                || registry.accounts()
                        .find(author)
                        .filter(account -> account.type() == AccountType.AGENCY_REPRESENTATIVE
                                && account.agency().equals(sender.agency()))
                        .isPresent();
    }

    /** Whether notices of an account may go before others: as with mail (RFC 6710), those who send for an agency. */
    static boolean mayHurry(Account sender) {
        return sender.type() != AccountType.OFFICIAL;
    }

    /** Whether a message asks to go before others by who may not: its notice goes in its turn, as such mail does (RFC 6710 §4.1). */
    public boolean lowers(Account sender, MimeMessage message) throws MessagingException {
        return !mayHurry(sender) && NoticeFields.priority(message) == NoticePriority.URGENT;
    }

    /**
     * Hands a notice in; when this returns it is durable. One that was handed in before under the same name is told as it stands.
     *
     * @param mail whose message it is
     * @throws io.gongmail.store.StoreException when it cannot be kept
     * @throws MessagingException when the message cannot be read
     */
    public Ruling<OfficialNotice> submit(Handed handed, Mail mail) throws MessagingException, IOException {
        Account sender = handed.sender();
        Ruling<NoticeFields> read = NoticeFields.read(mail.getMessage(), handed.author(), handed.name());
        long octets = mail.getMessageSize();
        NoticeEnvelope envelope = Envelopes.of(mail);
        return mayAddress(sender, handed.author(), handed.name())
                .then(granted -> read)
                .then(fields -> known(sender, fields)
                        .orElseGet(() -> hasRoom(sender.agency())
                                .then(room -> due(fields, handed.notBefore()))
                                .then(due -> audience(fields.audience(), fields.corrects(), sender)
                                        .then(audience -> taken(
                                                handed,
                                                draft(handed, fields, due, audience, octets),
                                                envelope,
                                                mail)))));
    }

    /**
     * Whom a notice is for: whom its audience means now; of a correction whom the one was for that it corrects, as all of them are to
     * have it.
     *
     * @param corrects the number of the one that it corrects; empty where it corrects none
     */
    Ruling<Audience> audience(String expression, String corrects, Account sender) {
        return corrects.isEmpty()
                ? audiences.resolved(expression, sender.agency())
                : corrected(corrects, sender)
                        .then(notice -> notice.audience().equals(expression)
                                ? Ruling.granted(new Audience(
                                        expression, registry.notices().members(notice.number())))
                                : Ruling.<Audience>refused("G-993", "found", notice.audience()));
    }

    /** What an account may correct: what its agency sent, is out, and has no correction yet; not that it may write at all. */
    Ruling<OfficialNotice> corrected(String number, Account sender) {
        Optional<OfficialNotice> found = NoticeNumber.parse(number)
                .flatMap(registry.notices()::find)
                .filter(notice -> notice.agency().equals(sender.agency()));
        if (found.isEmpty()) {
            return Ruling.refused("G-990", "found", number.substring(0, Math.min(number.length(), LONGEST_TOLD)));
        }
        if (!found.get().isOut()) {
            return Ruling.refused("G-991", "state", found.get().state().name());
        }
        return registry.notices()
                .correctionOf(found.get().number())
                .map(other -> Ruling.<OfficialNotice>refused(
                        "G-992", "found", other.number().toString()))
                .orElseGet(() -> Ruling.granted(found.get()));
    }

    /** What the sender called so before, so that who tries again costs little. */
    private Optional<Ruling<OfficialNotice>> known(Account sender, NoticeFields fields) {
        return registry.notices()
                .known(sender.address(), fields.key(), rules.limits().window())
                .map(notice -> same(notice, fields.sha256()));
    }

    private static Ruling<OfficialNotice> same(OfficialNotice notice, String sha256) {
        return notice.contentSha256().equals(sha256) ? Ruling.granted(notice) : Ruling.refused("G-942");
    }

    /** A time that is over is now: whoever was held up on the way is not refused for it. */
    private Ruling<Instant> due(NoticeFields fields, Instant notBefore) {
        Instant now = clock.instant();
        Instant least = notBefore.isAfter(now) ? notBefore : now;
        Instant due = fields.at().filter(least::isBefore).orElse(least);
        if (due.isAfter(now.plus(rules.ahead()))) {
            return Ruling.refused("G-943", "found", due.toString());
        }
        Optional<Instant> over = fields.expires().filter(end -> !end.isAfter(due));
        return over.isPresent() ? Ruling.refused("G-944", "found", over.get().toString()) : Ruling.granted(due);
    }

    private NoticeDraft draft(Handed handed, NoticeFields fields, Instant due, Audience audience, long octets) {
        return new NoticeDraft(
                handed.sender().address(),
                handed.author(),
                handed.sender().agency(),
                fields.key(),
                fields.sha256(),
                fields.subject(),
                audience.expression(),
                audience.members(),
                octets,
                rules.folder(),
                lowered(fields.priority(), handed.sender()),
                fields.mustRead(),
                handed.envelopeId(),
                due,
                fields.expires(),
                NoticeNumber.parse(fields.corrects()));
    }

    private static NoticePriority lowered(NoticePriority asked, Account sender) {
        return asked == NoticePriority.URGENT && !mayHurry(sender) ? NoticePriority.NORMAL : asked;
    }

    /** Before anything costly is done for who has had enough. */
    private Ruling<Boolean> hasRoom(String agency) {
        NoticeAcceptance.Kind room = registry.notices().room(agency, rules.limits());
        return room == NoticeAcceptance.Kind.ACCEPTED ? Ruling.granted(true) : refused(room);
    }

    private static <T> Ruling<T> refused(NoticeAcceptance.Kind kind) {
        return switch (kind) {
            case TOO_FAST -> Ruling.refused("G-940", "time", "60 s");
            case TOO_MANY -> Ruling.refused("G-940", "time", "24 h");
            case ANOTHER -> Ruling.refused("G-942");
            case ACCEPTED, KNOWN, CORRECTED -> throw new IllegalArgumentException("it was not refused");
        };
    }

    private boolean isDue(OfficialNotice notice) {
        return notice.state() == OfficialNoticeState.APPROVED && !notice.due().isAfter(clock.instant());
    }

    /** The message first: what the registry knows of is there. */
    private Ruling<OfficialNotice> taken(Handed handed, NoticeDraft draft, NoticeEnvelope envelope, Mail mail) {
        NoticeNumber number = new NoticeNumber(UUID.randomUUID());
        kept.keep(number, mail);
        NoticeAcceptance acceptance = registry.notices()
                .submit(
                        number,
                        draft,
                        envelope,
                        rules.limits(),
                        rules.goesAlone(handed.sender().type()));
        if (acceptance.kind() == NoticeAcceptance.Kind.ACCEPTED) {
            if (acceptance.notice().filter(this::isDue).isPresent()) {
                accepted.run();
            }
        } else {
            kept.drop(number);
        }
        return switch (acceptance.kind()) {
            case ACCEPTED, KNOWN -> Ruling.granted(acceptance.notice().orElseThrow());
            case CORRECTED ->
                Ruling.refused(
                        "G-992",
                        "found",
                        acceptance.notice().orElseThrow().number().toString());
            case ANOTHER, TOO_FAST, TOO_MANY -> refused(acceptance.kind());
        };
    }
}
