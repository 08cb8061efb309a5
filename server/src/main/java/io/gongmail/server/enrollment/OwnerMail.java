package io.gongmail.server.enrollment;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.OwnerLetter;
import io.gongmail.store.registry.OwnerLetter.Kind;
import io.gongmail.store.registry.OwnerLetter.State;
import io.gongmail.store.registry.Registry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells owners in their mailbox that a certificate or the password ends soon: each once for each of the days ahead, and after a
 * standstill only the nearest; and at once what was changed of where their mail goes. Nobody reads an agency's system's mailbox: its letters go to the administrators. Thread-safe; a
 * letter that goes twice, as after a crash, reaches the mailbox once, by its number.
 */
public final class OwnerMail {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerMail.class);
    private static final int AT_ONCE = 100;
    /** In one run; what is left the next one writes. */
    private static final int MOST = 10_000;

    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");

    private final Registry registry;
    private final Letters letters;
    private final Supplier<List<Address>> administrators;
    private final Rules rules;
    private final Words words;
    private final URI portal;
    private final Clock clock;

    /**
     * When owners are told.
     *
     * @param days before a certificate's end; none: never
     * @param passwordAge that a password may have; zero: any
     * @param passwordWarning how long before its end that is told
     */
    public record Rules(List<Integer> days, Duration passwordAge, Duration passwordWarning) {
        public Rules {
            days = List.copyOf(days);
        }
    }

    /** @param portal where owners look after their accounts */
    public OwnerMail(
            Registry registry,
            Letters letters,
            Supplier<List<Address>> administrators,
            Rules rules,
            Words words,
            URI portal,
            Clock clock) {
        this.registry = registry;
        this.letters = letters;
        this.administrators = administrators;
        this.rules = rules;
        this.words = words;
        this.portal = portal;
        this.clock = clock;
    }

    /** Writes what is to be told now, as long as it was not before; returns how many letters. */
    public int write() {
        int written = 0;
        // The nearest first: what is told a day ahead is not told as sixty days ahead as well.
        for (int days : rules.days().stream().sorted().toList()) {
            written += batches(
                    MOST - written, most -> registry.ownerLetters().certificatesEnd(clock.instant(), days, most));
        }
        int warning = Math.toIntExact(rules.passwordWarning().toDays());
        if (!rules.passwordAge().isZero() && warning > 0) {
            written += batches(
                    MOST - written,
                    most -> registry.ownerLetters().passwordsEnd(clock.instant(), rules.passwordAge(), warning, most));
        }
        return written;
    }

    private static int batches(int most, IntUnaryOperator write) {
        int written = 0;
        while (written < most) {
            int limit = Math.min(AT_ONCE, most - written);
            int some = write.applyAsInt(limit);
            written += some;
            if (some < limit) {
                break;
            }
        }
        return written;
    }

    /** Hands on what waits; returns how many were sent. Faults are told by the log, and what they stopped waits on. */
    public int send() {
        int sent = 0;
        for (OwnerLetter letter : registry.ownerLetters().waiting(AT_ONCE)) {
            try {
                sent += send(letter) ? 1 : 0;
            } catch (MessagingException | StoreException e) {
                LOG.error("{}: a letter to the owner is not sent and waits on", letter.account(), e);
            }
        }
        return sent;
    }

    private boolean send(OwnerLetter letter) throws MessagingException {
        Optional<Account> account = registry.accounts().find(letter.account()).filter(one -> mayHear(letter, one));
        if (account.isEmpty() || !isStillSo(letter)) {
            registry.ownerLetters().became(letter, State.DROPPED, clock.instant());
            return false;
        }
        Sentence sentence = words.sentence(
                code(letter),
                Map.of("date", LocalDate.ofInstant(letter.ends(), KOREA).toString()));
        List<Address> to =
                account.get().type() == AccountType.AGENCY_RELAY ? administrators.get() : List.of(letter.account());
        for (Address recipient : to) {
            letters.send(
                    recipient,
                    String.join(
                            ".",
                            letter.kind().name(),
                            letter.account().toString(),
                            letter.about(),
                            letter.ends().toString(),
                            Integer.toString(letter.days()),
                            recipient.toString()),
                    letter.written(),
                    sentence.korean(),
                    text(letter, sentence));
        }
        return registry.ownerLetters().became(letter, State.SENT, clock.instant());
    }

    /** What was changed is told while a mailbox takes it: whoever changed it may have had the account suspended next. */
    private static boolean mayHear(OwnerLetter letter, Account account) {
        return letter.kind().isOfChange()
                ? account.state() != AccountState.CLOSED
                : account.state() == AccountState.ACTIVE;
    }

    private boolean isStillSo(OwnerLetter letter) {
        boolean isAhead = clock.instant().isBefore(letter.ends());
        return switch (letter.kind()) {
            case CERTIFICATE_ENDS ->
                isAhead
                        && registry.bindings()
                                .find(UUID.fromString(letter.about()))
                                .filter(binding -> binding.state() == BindingState.ACTIVE)
                                .isPresent();
            case PASSWORD_ENDS ->
                isAhead
                        && registry.accounts()
                                .password(letter.account())
                                .filter(stored ->
                                        stored.since().plus(rules.passwordAge()).equals(letter.ends()))
                                .isPresent();
            case DORMANT ->
                registry.dormancy()
                        .lastSign(letter.account())
                        .filter(last -> !last.isAfter(letter.written()))
                        .isPresent();
            case VACATION_SET,
                    FORWARDED,
                    FORWARDED_WITHOUT_COPY,
                    NOT_FORWARDED,
                    SCRIPT_LEADS_ON,
                    SCRIPT_LEADS_NOWHERE,
                    SCRIPT_FAILED,
                    COLLEAGUE_LEAVES,
                    COLLEAGUE_LEFT,
                    HANDED_ON,
                    MAILBOX_FILLS,
                    MAILBOX_FULL -> true;
        };
    }

    private static String code(OwnerLetter letter) {
        return switch (letter.kind()) {
            case CERTIFICATE_ENDS -> "G-358";
            case PASSWORD_ENDS -> "G-209";
            // Written at its own end: nothing follows.
            case DORMANT -> letter.ends().isAfter(letter.written()) ? "G-359" : "G-360";
            case VACATION_SET -> "G-421";
            case FORWARDED -> "G-422";
            case FORWARDED_WITHOUT_COPY -> "G-423";
            case NOT_FORWARDED -> "G-424";
            case SCRIPT_LEADS_ON -> "G-460";
            case SCRIPT_LEADS_NOWHERE -> "G-461";
            case SCRIPT_FAILED -> "G-462";
            case COLLEAGUE_LEAVES -> "G-327";
            case COLLEAGUE_LEFT -> "G-328";
            case HANDED_ON -> "G-330";
            case MAILBOX_FILLS -> "G-441";
            case MAILBOX_FULL -> "G-442";
        };
    }

    private static String label(Kind kind) {
        return switch (kind) {
            case VACATION_SET -> "기간 / days: ";
            case COLLEAGUE_LEAVES, COLLEAGUE_LEFT -> "직원 / colleague: ";
            case MAILBOX_FILLS, MAILBOX_FULL -> "용량 / size: ";
            case SCRIPT_FAILED -> "필터 / script: ";
            default -> "주소 / addresses: ";
        };
    }

    private String text(OwnerLetter letter, Sentence sentence) {
        List<String> lines = new ArrayList<>(List.of(
                sentence.korean() + " " + sentence.remedyKorean(),
                "",
                sentence.english() + "; " + sentence.remedyEnglish() + ".",
                "",
                "계정 / account: " + letter.account()));
        if (letter.kind().isOfChange()) {
            lines.add(label(letter.kind()) + letter.told());
            lines.add("시각 / time: " + letter.written().atZone(KOREA).toOffsetDateTime());
        }
        lines.add(portal.resolve("/account").toString());
        lines.add("");
        return String.join("\n", lines);
    }
}
