package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.StoreException;
import io.gongmail.store.mail.mailbox.MailboxOwners;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Consents;
import io.gongmail.store.registry.Following;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Officials who go from one agency to another and keep their account: applied for by whoever is signed in to it, with a
 * certificate of the account, decided by a reviewer of the agency that it goes to, and carried out at once. Thread-safe; calls
 * block.
 */
public final class AgencyMoves {
    private static final Logger LOG = LoggerFactory.getLogger(AgencyMoves.class);
    /** In the place of a provider and of what was agreed to, where nobody applied for the account. */
    private static final String ACCOUNT = "account";

    private final Registry registry;
    private final Eligibility eligibility;
    private final LiveSessions sessions;
    private final boolean isAllowed;
    private final Clock clock;
    private final Following mailboxes;

    /**
     * What the holder tells of the agency that the account is to go to.
     *
     * @param address that the account is to have from then on; empty where it keeps the one that it has
     */
    public record Wish(String agency, String unit, String position, String staffNumber, String address) {}

    /**
     * @param policies which certificate policies open which type of account
     * @param isAllowed whether accounts may go to another agency at all
     */
    public AgencyMoves(
            Registry registry,
            CertificateJudge judge,
            Map<AccountType, Set<PolicyOid>> policies,
            MailboxOwners mailboxes,
            LiveSessions sessions,
            boolean isAllowed,
            Clock clock) {
        this.registry = registry;
        this.eligibility = new Eligibility(registry, judge, policies);
        this.sessions = sessions;
        this.isAllowed = isAllowed;
        this.clock = clock;
        this.mailboxes = (transaction, from, to) -> mailboxes.follow(transaction, user(from), user(to));
    }

    private static Username user(Address address) {
        return Username.of(address.toString());
    }

    /** Whether an account may go to another agency: an official's, where that is allowed. */
    public boolean isPossible(Account account) {
        return isAllowed && account.type() == AccountType.OFFICIAL;
    }

    /** What was applied for and is not done or rejected. */
    public Optional<Application.Filled> underWay(Address account) {
        return registry.agencyChanges().underWay(account);
    }

    /**
     * Hands in that an account goes to another agency, or hands in again what was given back.
     *
     * @param shown a certificate of the account, with its possession proven; that its holder is signed in is for the caller to
     *     see to
     */
    public Ruling<Application.Submitted> apply(Address address, PeerCertificate shown, Wish wish) {
        Optional<Account> account = registry.accounts().find(address);
        if (account.filter(found -> found.state() == AccountState.ACTIVE).isEmpty()) {
            return Ruling.refused("G-351");
        }
        if (!isPossible(account.get())) {
            return Ruling.refused("G-350");
        }
        return completion(account.get(), shown, wish).then(filled -> {
            Optional<Application.Filled> before = underWay(address);
            return before.isPresent() ? again(before.get(), filled) : first(account.get(), filled);
        });
    }

    private Ruling<Eligibility.Filled> completion(Account account, PeerCertificate shown, Wish wish) {
        if (registry.agencies().find(wish.agency()).isEmpty()) {
            return Ruling.refused("G-331");
        }
        if (wish.agency().equals(account.agency())) {
            return Ruling.refused("G-339");
        }
        return desired(account, wish)
                .then(desired -> eligibility
                        .judged(account.type(), shown)
                        .then(fitting -> isOf(account, fitting)
                                ? Eligibility.filled(
                                        wish(wish, desired), desired, fitting, new Aim.NewAgency(account.address()))
                                : Ruling.refused("G-352")));
    }

    private boolean isOf(Account account, Eligibility.Fitting fitting) {
        return registry.bindings()
                .find(fitting.verdict().key())
                .filter(binding -> binding.opens(clock.instant()))
                .map(Binding::account)
                .filter(account.address()::equals)
                .isPresent();
    }

    private static Enrollment.Wish wish(Wish wish, Address desired) {
        return new Enrollment.Wish(
                AccountType.OFFICIAL,
                wish.agency(),
                wish.position(),
                desired.toString(),
                wish.unit(),
                wish.staffNumber());
    }

    /** The address that it has may stay, whatever its domain; another one must be of the agency and free. */
    private Ruling<Address> desired(Account account, Wish wish) {
        String address = wish.address().strip();
        boolean stays = address.isEmpty()
                || Address.parse(address).filter(account.address()::equals).isPresent();
        return stays
                ? Ruling.granted(account.address())
                : eligibility.possible(
                        new Enrollment.Wish(AccountType.OFFICIAL, wish.agency(), wish.position(), address, "", ""));
    }

    private Ruling<Application.Submitted> first(Account account, Eligibility.Filled filled) {
        Instant now = clock.instant();
        Optional<Application.Filled> opened = registry.applications()
                .ofAccount(account.address())
                .filter(Application.Filled.class::isInstance)
                .map(Application.Filled.class::cast);
        return registry.agencyChanges()
                .submit(
                        opened.map(Application.Filled::person)
                                .orElseGet(() -> new VerifiedPerson(ACCOUNT, "", account.name(), ACCOUNT, "", "", now)),
                        opened.map(Application.Filled::consents).orElseGet(() -> new Consents(ACCOUNT, ACCOUNT, now)),
                        filled.completion(),
                        filled.shown())
                .<Ruling<Application.Submitted>>map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-340"));
    }

    /** What was given back, or was left between two steps by a crash; what waits for a decision, or for its end, is not changed. */
    private Ruling<Application.Submitted> again(Application.Filled before, Eligibility.Filled filled) {
        Optional<Application.Completed> completed = Optional.empty();
        if (before instanceof Application.Returned returned) {
            completed = registry.applications().complete(returned, filled.completion(), filled.shown());
        } else if (before instanceof Application.Completed left) {
            completed = registry.applications().complete(left, filled.completion(), filled.shown());
        }
        return completed
                .flatMap(registry.applications()::submit)
                .<Ruling<Application.Submitted>>map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-340"));
    }

    /**
     * Carries out what was approved; open sessions of the account end. Safe to repeat. Where it is not possible now, the
     * application stays approved, to be resumed.
     */
    Ruling<Account> carryOut(Application.Approved approved) {
        try {
            Ruling<Account> moved = registry.agencyChanges()
                    .carryOut(approved, mailboxes)
                    .fold(Ruling::granted, Ruling::granted, Stopped::by);
            return moved.then(account -> {
                sessions.endAccount(approved.completion().account(), EndReason.AGENCY_CHANGED);
                return Ruling.granted(account);
            });
        } catch (StoreException e) {
            LOG.error("the change of agency {} could not be carried out; it stays approved", approved.id(), e);
            return Ruling.refused("G-344");
        }
    }
}
