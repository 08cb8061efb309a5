package io.gongmail.server.notice.report;

import io.gongmail.server.notice.posting.Remembered;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.NoticeState;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Whereabouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What became of notices, by who has them and by where these are. Sums are made in one pass over the copies, a page of them in memory at a
 * time, and are remembered: in use they are some seconds old, and where everybody is up to a minute. Thread-safe; calls block.
 */
public final class NoticeReports {
    private static final Duration SUMS_LAST = Duration.ofSeconds(10);
    private static final Duration WHEREABOUTS_LAST = Duration.ofMinutes(1);

    /** Of all sums that are remembered: some 300 octets each. */
    private static final int MOST_LINES = 50_000;

    private final MailStore mail;
    private final Notices notices;
    private final Registry registry;
    private final Clock clock;
    private final Remembered<NoticeNumber, NoticeSums> sums;
    private final Remembered<NoticeReports, Whereabouts> whereabouts;

    /** @param nanos {@code System::nanoTime}, or a test's */
    public NoticeReports(MailStore mail, Registry registry, Clock clock, LongSupplier nanos) {
        this.mail = mail;
        this.notices = mail.notices();
        this.registry = registry;
        this.clock = clock;
        this.sums = new Remembered<>(
                MOST_LINES, made -> 1 + made.agencies().size() + made.units().size(), SUMS_LAST, nanos);
        this.whereabouts = new Remembered<>(1, held -> 1, WHEREABOUTS_LAST, nanos);
    }

    /** How a notice stands; empty where nothing of that number was posted. */
    public Optional<NoticeSums> of(NoticeNumber number) {
        return sums.get(number, this::made);
    }

    /** The same, with all that has happened until now. */
    public Optional<NoticeSums> anew(NoticeNumber number) {
        sums.forget(number);
        return of(number);
    }

    private Optional<NoticeSums> made(NoticeNumber number) {
        Instant taken = clock.instant();
        Optional<NoticeState> state = notices.find(id(number));
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Tallying tallying = new Tallying();
        tell(number, tallying::add);
        NoticeTally all = tallying.all();
        int audience = state.get().audience();
        return Optional.of(new NoticeSums(
                number,
                taken,
                audience,
                audience - all.members(),
                all,
                tallying.byAgency(),
                tallying.byUnit(),
                corrections(number)));
    }

    private List<NoticeSums.Correction> corrections(NoticeNumber number) {
        List<NoticeSums.Correction> corrections = new ArrayList<>();
        registry.notices()
                .find(number)
                .flatMap(OfficialNotice::corrects)
                .flatMap(old -> correction(old, number))
                .ifPresent(corrections::add);
        registry.notices()
                .correctionOf(number)
                .filter(OfficialNotice::isOut)
                .flatMap(by -> correction(number, by.number()))
                .ifPresent(corrections::add);
        return corrections;
    }

    /** Of the one that was corrected alone is it known who had read it. */
    private Optional<NoticeSums.Correction> correction(NoticeNumber of, NoticeNumber by) {
        return notices.find(id(of))
                .map(state -> new NoticeSums.Correction(of, by, state.recalled(), state.read() + state.keptRead()));
    }

    /**
     * Tells how a notice stands with each member now, in the order of its audience; nothing is held meanwhile.
     *
     * @return false where nothing of that number was posted
     */
    public boolean members(NoticeNumber number, Consumer<NoticeMember> to) {
        if (notices.find(id(number)).isEmpty()) {
            return false;
        }
        tell(number, to);
        return true;
    }

    private void tell(NoticeNumber number, Consumer<NoticeMember> to) {
        Whereabouts where = whereabouts
                .get(this, self -> Optional.of(registry.addressees().whereabouts()))
                .orElseThrow();
        Names names = new Names(number);
        mail.noticeCopies(
                id(number),
                names::of,
                copy -> to.accept(new NoticeMember(copy, where.of(copy.owner().asString()))));
    }

    /** What members were called when the notice was accepted; read where one of them is gone. Used by one thread. */
    private final class Names {
        private final NoticeNumber number;
        private List<Address> members = List.of();
        private boolean isRead;

        Names(NoticeNumber number) {
            this.number = number;
        }

        String of(int place) {
            if (!isRead) {
                members = registry.notices().members(number);
                isRead = true;
            }
            return place < members.size() ? members.get(place).toString() : "";
        }
    }

    private static NoticeId id(NoticeNumber number) {
        return new NoticeId(number.toString());
    }
}
