package io.gongmail.server.notice;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decisions on notices, by reviewers of the agency and administrators, on active accounts. Nobody decides on a notice that they handed in,
 * or that was in their name; of a recall one person asks for it, and another confirms it. A person with two accounts is one. Thread-safe;
 * calls block.
 */
public final class NoticeReview {
    private static final int LONGEST_REASON = 500;

    private final Registry registry;

    /** What somebody may do about a notice. */
    public enum Act {
        APPROVE,
        GIVE_BACK,
        REJECT,
        ASK_RECALL,
        CONFIRM_RECALL
    }

    public NoticeReview(Registry registry) {
        this.registry = registry;
    }

    /** What somebody may do about a notice as it stands; what they do is looked at again. */
    public Set<Act> acts(OfficialNotice notice, Address by) {
        if (!mayDecide(notice, by).fold(may -> true, refused -> false)) {
            return EnumSet.noneOf(Act.class);
        }
        boolean isOwn = isOwn(notice, by);
        return switch (notice.state()) {
            case SUBMITTED -> isOwn ? EnumSet.noneOf(Act.class) : EnumSet.of(Act.APPROVE, Act.GIVE_BACK, Act.REJECT);
            case APPROVED -> isOwn ? EnumSet.noneOf(Act.class) : EnumSet.of(Act.GIVE_BACK, Act.REJECT);
            case RELEASED -> EnumSet.of(Act.ASK_RECALL);
            case RECALL_ASKED -> isAsker(notice, by) ? EnumSet.noneOf(Act.class) : EnumSet.of(Act.CONFIRM_RECALL);
            case RETURNED, REJECTED, EXPIRED, RELEASING, RECALLING, RECALLED -> EnumSet.noneOf(Act.class);
        };
    }

    /**
     * It goes when it is due.
     *
     * @param reason may be empty
     */
    public Ruling<OfficialNotice> approve(NoticeNumber number, Address by, String reason) {
        return decided(number, by, reason, OfficialNoticeState.APPROVED);
    }

    /**
     * Its sender may hand it in anew.
     *
     * @param reason for its sender to read; without one it is refused (G-988)
     */
    public Ruling<OfficialNotice> giveBack(NoticeNumber number, Address by, String reason) {
        return reasoned(reason).then(given -> decided(number, by, given, OfficialNoticeState.RETURNED));
    }

    /**
     * It does not go.
     *
     * @param reason for its sender to read; without one it is refused (G-988)
     */
    public Ruling<OfficialNotice> reject(NoticeNumber number, Address by, String reason) {
        return reasoned(reason).then(given -> decided(number, by, given, OfficialNoticeState.REJECTED));
    }

    private static Ruling<String> reasoned(String reason) {
        return reason.isBlank() ? Ruling.refused("G-988") : Ruling.granted(reason);
    }

    private Ruling<OfficialNotice> decided(NoticeNumber number, Address by, String reason, OfficialNoticeState to) {
        return found(number)
                // Once it is being handed over, only a recall helps.
                .then(notice -> isWaiting(notice.state()) && notice.state().mayBecome(to)
                        ? mayDecide(notice, by)
                        : wrongState(notice))
                .then(notice -> isOwn(notice, by) ? Ruling.<OfficialNotice>refused("G-948") : Ruling.granted(notice))
                .then(notice -> advanced(notice, to, by, reason));
    }

    private static boolean isWaiting(OfficialNoticeState state) {
        return state == OfficialNoticeState.SUBMITTED || state == OfficialNoticeState.APPROVED;
    }

    /**
     * Asks that unread copies are taken back, or confirms what another has asked for: then it begins.
     *
     * @param reason for others to read; without one it is refused (G-988)
     * @return the notice, in state RECALL_ASKED or RECALLING
     */
    public Ruling<OfficialNotice> recall(NoticeNumber number, Address by, String reason) {
        return reasoned(reason).then(given -> found(number)).then(notice -> switch (notice.state()) {
            case RELEASED ->
                mayDecide(notice, by).then(shown -> advanced(shown, OfficialNoticeState.RECALL_ASKED, by, reason));
            case RECALL_ASKED ->
                mayDecide(notice, by)
                        .then(shown ->
                                isAsker(shown, by) ? Ruling.<OfficialNotice>refused("G-951") : Ruling.granted(shown))
                        .then(shown -> advanced(shown, OfficialNoticeState.RECALLING, by, reason));
            case SUBMITTED, APPROVED, RETURNED, REJECTED, EXPIRED, RELEASING, RECALLING, RECALLED -> wrongState(notice);
        });
    }

    private Ruling<OfficialNotice> found(NoticeNumber number) {
        return registry.notices().find(number).map(Ruling::granted).orElseGet(() -> Ruling.refused("G-947"));
    }

    private static Ruling<OfficialNotice> wrongState(OfficialNotice notice) {
        return Ruling.refused("G-949", "state", notice.state().name());
    }

    private Ruling<OfficialNotice> mayDecide(OfficialNotice notice, Address by) {
        Optional<Account> decider = registry.accounts()
                .find(by)
                .filter(account -> account.state() == AccountState.ACTIVE
                        && (account.roles().contains(Role.ADMINISTRATOR)
                                || account.roles().contains(Role.REVIEWER)
                                        && account.agency().equals(notice.agency())));
        return decider.isPresent() ? Ruling.granted(notice) : Ruling.refused("G-950");
    }

    private Ruling<OfficialNotice> advanced(OfficialNotice notice, OfficialNoticeState to, Address by, String reason) {
        String shortened = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        return registry.notices()
                .advance(notice, to, by.toString(), shortened)
                .map(Ruling::granted)
                .orElseGet(() -> found(notice.number()).then(NoticeReview::wrongState));
    }

    private boolean isOwn(OfficialNotice notice, Address by) {
        return areOfOne(notice.sender(), by) || areOfOne(notice.author(), by);
    }

    private boolean isAsker(OfficialNotice notice, Address by) {
        return notice.asker().filter(asker -> areOfOne(asker, by)).isPresent();
    }

    /** Whether two accounts are one person's, as far as is known: the same, or opened for the same CI. */
    private boolean areOfOne(Address one, Address other) {
        return one.equals(other)
                || ci(one).filter(ci -> ci(other).equals(Optional.of(ci))).isPresent();
    }

    private Optional<String> ci(Address account) {
        return registry.applications()
                .ofAccount(account)
                .filter(Application.Provisioned.class::isInstance)
                .map(application ->
                        ((Application.Provisioned) application).person().ciSha256())
                .filter(ci -> !ci.isEmpty());
    }
}
