package io.gongmail.server.enrollment;

import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Forwardings;
import io.gongmail.store.registry.Vacation;
import io.gongmail.store.registry.Vacations;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an owner has done with mail while away: answered, or forwarded as far as policy allows. Thread-safe. */
public final class Absence {
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final int LONGEST_TOLD = 100;

    private final Vacations vacations;
    private final Forwardings forwardings;
    private final ForwardingPolicy policy;
    private final Clock clock;

    public Absence(Vacations vacations, Forwardings forwardings, ForwardingPolicy policy, Clock clock) {
        this.vacations = vacations;
        this.forwardings = forwardings;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * What an owner entered; any text.
     *
     * @param from a day as 2026-12-01
     * @param until the same; empty for none
     */
    public record Entered(boolean enabled, String from, String until, String subject, String text) {}

    /** What is set, turned on or not. */
    public Optional<Vacation> vacation(Account owner) {
        return vacations.of(owner.address());
    }

    /** The day it is in Korea. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), KOREA);
    }

    /** Sets what is answered for {@code owner}, who did it. */
    public Ruling<Vacation> answer(Account owner, Entered entered) {
        Optional<LocalDate> from = day(entered.from());
        if (from.isEmpty()) {
            return Ruling.refused("G-431");
        }
        Optional<LocalDate> until = day(entered.until());
        if (!entered.until().isBlank()
                && until.filter(last -> !last.isBefore(from.get())).isEmpty()) {
            return Ruling.refused("G-432");
        }
        String text = entered.text().replace("\r\n", "\n").replace('\r', '\n').strip();
        if (text.isEmpty()) {
            return Ruling.refused("G-433");
        }
        if (!Vacation.isText(text)) {
            return Ruling.refused("G-434", "most", Integer.toString(Vacation.LONGEST_TEXT));
        }
        String subject = entered.subject().strip();
        if (subject.length() > Vacation.LONGEST_SUBJECT || subject.chars().anyMatch(Character::isISOControl)) {
            return Ruling.refused("G-435", "most", Integer.toString(Vacation.LONGEST_SUBJECT));
        }
        Vacation vacation = new Vacation(entered.enabled(), from.get(), until, subject, text);
        return vacations.set(owner.address(), vacation, owner.address().toString())
                ? Ruling.granted(vacation)
                : Ruling.refused("G-351");
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text.strip())).filter(Vacation::isDay);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Where mail may be forwarded to. */
    public ForwardingPolicy policy() {
        return policy;
    }

    /** Where it is; also what policy does not allow any more, which is kept instead. */
    public Optional<Forwarding> forwarding(Account owner) {
        return forwardings.of(owner.address());
    }

    /**
     * Has mail forwarded for {@code owner}, who did it.
     *
     * @param to addresses as they were entered; blank ones are none
     */
    public Ruling<Forwarding> forward(Account owner, List<String> to, boolean keepsCopy) {
        List<Address> addresses = new ArrayList<>();
        for (String text :
                to.stream().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
            Optional<Address> address = Address.parse(text);
            if (address.isEmpty()) {
                return refused("G-436", text);
            }
            Optional<String> objection = policy.objection(owner, address.get());
            if (objection.isPresent()) {
                return refused(objection.get(), text);
            }
            if (addresses.contains(address.get())) {
                return refused("G-437", text);
            }
            addresses.add(address.get());
        }
        if (addresses.isEmpty()) {
            return Ruling.refused("G-438");
        }
        if (addresses.size() > policy.most()) {
            return Ruling.refused("G-439", "most", Integer.toString(policy.most()));
        }
        Forwarding forwarding = new Forwarding(addresses, keepsCopy);
        return forwardings.set(owner.address(), forwarding, owner.address().toString())
                ? Ruling.granted(forwarding)
                : Ruling.refused("G-351");
    }

    private static <T> Ruling<T> refused(String code, String address) {
        return new Ruling.Refused<>(
                code, Map.of("address", address.substring(0, Math.min(address.length(), LONGEST_TOLD))));
    }

    /** Has mail forwarded no more; what was, if it was. */
    public Optional<Forwarding> endForwarding(Address owner, String actor, String reason) {
        return forwardings.clear(owner, actor, reason);
    }
}
