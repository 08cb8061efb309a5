package io.gongmail.server.notice;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.Optional;

/**
 * Decisions on notices, by reviewers of the agency and administrators, on active accounts. Nobody decides on a notice that they handed in,
 * or that was in their name; of a recall one person asks for it, and another confirms it. A person with two accounts is one. Thread-safe;
 * calls block.
 */
public final class NoticeReview {
    private static final int LONGEST_REASON = 500;

    private final Registry registry;

    public NoticeReview(Registry registry) {
        this.registry = registry;
    }

    /**
     * It goes when it is due.
     *
     * @param reason may be empty
     */
    public Ruling<OfficialNotice> approve(NoticeNumber number, Address by, String reason) {
        return decided(number, by, reason, OfficialNoticeState.APPROVED);
    }

    /** Its sender may hand it in anew. */
    public Ruling<OfficialNotice> giveBack(NoticeNumber number, Address by, String reason) {
        return decided(number, by, reason, OfficialNoticeState.RETURNED);
    }

    /** It does not go. */
    public Ruling<OfficialNotice> reject(NoticeNumber number, Address by, String reason) {
        return decided(number, by, reason, OfficialNoticeState.REJECTED);
    }

    private Ruling<OfficialNotice> decided(NoticeNumber number, Address by, String reason, OfficialNoticeState to) {
        return found(number)
                // Once it is being handed over, only a recall helps.
                .then(notice -> isWaiting(notice.state()) && notice.state().mayBecome(to)
                        ? mayDecide(notice, by)
                        : wrongState(notice))
                .then(notice -> areOfOne(notice.sender(), by) || areOfOne(notice.author(), by)
                        ? Ruling.<OfficialNotice>refused("G-948")
                        : Ruling.granted(notice))
                .then(notice -> advanced(notice, to, by, reason));
    }

    private static boolean isWaiting(OfficialNoticeState state) {
        return state == OfficialNoticeState.SUBMITTED || state == OfficialNoticeState.APPROVED;
    }

    /**
     * Asks that unread copies are taken back, or confirms what another has asked for: then it begins.
     *
     * @return the notice, in state RECALL_ASKED or RECALLING
     */
    public Ruling<OfficialNotice> recall(NoticeNumber number, Address by, String reason) {
        return found(number).then(notice -> switch (notice.state()) {
            case RELEASED ->
                mayDecide(notice, by).then(shown -> advanced(shown, OfficialNoticeState.RECALL_ASKED, by, reason));
            case RECALL_ASKED ->
                mayDecide(notice, by)
                        .then(shown -> shown.asker()
                                        .filter(asker -> areOfOne(asker, by))
                                        .isPresent()
                                ? Ruling.<OfficialNotice>refused("G-951")
                                : Ruling.granted(shown))
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
