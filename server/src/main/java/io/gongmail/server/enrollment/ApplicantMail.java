package io.gongmail.server.enrollment;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.StoreException;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Address;
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
 * decision, which stands on the page. Mail goes to mailboxes here; letters to other places are held until mail goes out, and
 * none is lost. Thread-safe; of two runs at once a letter may go twice, and by its number the mailbox takes it once.
 */
public final class ApplicantMail {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicantMail.class);
    private static final int AT_ONCE = 100;

    private final Registry registry;
    private final Letters letters;
    private final Predicate<String> isHere;
    private final Words words;
    private final URI portal;

    /**
     * @param isHere whether mail for an address is taken here
     * @param portal where applicants look
     */
    public ApplicantMail(Registry registry, Letters letters, Predicate<String> isHere, Words words, URI portal) {
        this.registry = registry;
        this.letters = letters;
        this.isHere = isHere;
        this.words = words;
        this.portal = portal;
    }

    /** Hands on what waits; returns how many were sent. Faults are told by the log, and what they stopped waits on. */
    public int send() {
        int sent = 0;
        for (ApplicantLetter letter : registry.letters().waiting(AT_ONCE)) {
            try {
                sent += send(letter) ? 1 : 0;
            } catch (MessagingException | StoreException e) {
                LOG.error("application {}: a letter is not sent and waits on", letter.application(), e);
            }
        }
        return sent;
    }

    private boolean send(ApplicantLetter letter) throws MessagingException {
        Optional<String> contact = registry.letters().contact(letter.application());
        if (contact.isEmpty()) {
            registry.letters().became(letter, State.HELD, "the address was removed");
            return false;
        }
        Optional<Address> here = contact.filter(isHere).flatMap(Address::parse);
        if (here.isEmpty()) {
            registry.letters().became(letter, State.HELD, "mail to other servers is off");
            return false;
        }
        Sentence sentence = words.sentence(code(letter));
        letters.send(
                here.get(),
                letter.application() + "." + letter.version(),
                letter.written(),
                sentence.korean(),
                text(letter, sentence));
        return registry.letters().became(letter, State.SENT, "");
    }

    private static String code(ApplicantLetter letter) {
        return switch (letter.step()) {
            case RETURNED -> "G-318";
            case REJECTED -> "G-319";
            case PROVISIONED -> "G-320";
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
