package io.gongmail.server.enrollment;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.outbound.NextHop;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.StoreException;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.ApplicantLetter;
import io.gongmail.store.registry.ApplicantLetter.State;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Registry;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells applicants how it goes, at the address they gave: in Korean and English, the name masked, without the reason of a
 * decision, which stands on the page. Mail goes to mailboxes here, and by the next hop to other places; what that refuses for
 * good is held and tried again after the next start, so none is lost. Thread-safe; of two runs at once a letter may go twice, and by its number the mailbox takes it once.
 */
public final class ApplicantMail {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicantMail.class);
    private static final int AT_ONCE = 100;

    private final Registry registry;
    private final Letters letters;
    private final Predicate<String> isHere;
    private final NextHop elsewhere;
    private final String domain;
    private final Words words;
    private final URI portal;

    /**
     * @param isHere whether mail for an address is taken here
     * @param elsewhere takes what is for other addresses
     * @param domain whose postmaster writes to those
     * @param portal where applicants look
     */
    public ApplicantMail(
            Registry registry,
            Letters letters,
            Predicate<String> isHere,
            NextHop elsewhere,
            String domain,
            Words words,
            URI portal) {
        this.registry = registry;
        this.letters = letters;
        this.isHere = isHere;
        this.elsewhere = elsewhere;
        this.domain = domain;
        this.words = words;
        this.portal = portal;
    }

    /** Hands on what waits; returns how many were sent. Faults are told by the log, and what they stopped waits on. */
    public int send() {
        int sent = 0;
        boolean hopIsThere = true;
        for (ApplicantLetter letter : registry.letters().waiting(AT_ONCE)) {
            try {
                Went went = send(letter, hopIsThere);
                sent += went == Went.SENT ? 1 : 0;
                hopIsThere &= went != Went.HOP_IS_NOT_THERE;
            } catch (MessagingException | StoreException e) {
                LOG.error("application {}: a letter is not sent and waits on", letter.application(), e);
            }
        }
        return sent;
    }

    private enum Went {
        SENT,
        NOT_SENT,
        /** Others are not handed to it in this run, so that one that is not there costs one time limit. */
        HOP_IS_NOT_THERE
    }

    private Went send(ApplicantLetter letter, boolean hopIsThere) throws MessagingException {
        Optional<String> contact = registry.letters().contact(letter.application());
        if (contact.isEmpty()) {
            registry.letters().became(letter, State.HELD, "the address was removed");
            return Went.NOT_SENT;
        }
        Sentence sentence = words.sentence(code(letter, isOfAgency(letter)));
        String name = letter.application() + "." + letter.version();
        Optional<Address> here = contact.filter(isHere).flatMap(Address::parse);
        if (here.isPresent()) {
            letters.send(here.get(), name, letter.written(), sentence.korean(), text(letter, sentence));
            return became(letter, State.SENT, "");
        }
        if (!hopIsThere) {
            return Went.NOT_SENT;
        }
        return elsewhere
                .hand(
                        "",
                        contact.get(),
                        letters.written(
                                contact.get(),
                                domain,
                                name,
                                letter.written(),
                                sentence.korean(),
                                text(letter, sentence)))
                .fold(
                        taken -> became(letter, State.SENT, ""),
                        later -> {
                            LOG.warn("application {}: a letter waits on: {}", letter.application(), later.why());
                            return later.ofThisAlone() ? Went.NOT_SENT : Went.HOP_IS_NOT_THERE;
                        },
                        never -> became(letter, State.HELD, never.why()));
    }

    private Went became(ApplicantLetter letter, State state, String why) {
        return registry.letters().became(letter, state, why) && state == State.SENT ? Went.SENT : Went.NOT_SENT;
    }

    /** Whether it is of an account that goes to another agency. */
    private boolean isOfAgency(ApplicantLetter letter) {
        return registry.applications()
                .find(letter.application())
                .filter(Application.Filled.class::isInstance)
                .filter(application ->
                        ((Application.Filled) application).completion().aim() instanceof Aim.NewAgency)
                .isPresent();
    }

    private static String code(ApplicantLetter letter, boolean isOfAgency) {
        return switch (letter.step()) {
            case RETURNED -> "G-318";
            case REJECTED -> "G-319";
            case PROVISIONED -> isOfAgency ? "G-329" : "G-320";
            case DRAFT, CONSENTED, VERIFIED, COMPLETED, SUBMITTED, APPROVED -> "G-317";
        };
    }

    private String text(ApplicantLetter letter, Sentence sentence) {
        String name = registry.applications()
                .find(letter.application())
                .filter(Application.Filled.class::isInstance)
                .map(application -> ((Application.Filled) application).person().name())
                .map(Masked::name)
                .orElse("");
        return String.join(
                "\n",
                List.of(
                        name + " 님,",
                        "",
                        sentence.korean() + " " + sentence.remedyKorean(),
                        "",
                        sentence.english() + "; " + sentence.remedyEnglish() + ".",
                        "",
                        "신청 번호 / application: " + letter.application(),
                        portal.resolve("/status").toString(),
                        ""));
    }
}
