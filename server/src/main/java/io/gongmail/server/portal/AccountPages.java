package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.server.signin.PasswordOutcome;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Registry;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An account, looked after by who holds its certificate and knows its password. */
final class AccountPages {
    static final String ACCOUNT = "/account";

    private final Entrance entrance;
    private final Desk desk;
    private final AccountShows shows;
    private final Words words;

    /**
     * What an account is looked after with.
     *
     * @param mayChangeAgency whether an account may go to another agency
     * @param hasNotices whether it writes official notices, or decides on them
     * @param noticeDays from so many days before its end a certificate is pointed out; zero: never
     */
    record Desk(
            Registry registry,
            Certificates certificates,
            Passwords passwords,
            LiveSessions sessions,
            Places places,
            AccountQuotas quotas,
            Predicate<Account> mayChangeAgency,
            Absence absence,
            Predicate<Account> hasNotices,
            int noticeDays) {}

    AccountPages(Entrance entrance, Desk desk, Words words, Clock clock) {
        this.entrance = entrance;
        this.desk = desk;
        this.shows = new AccountShows(desk, clock);
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page(ACCOUNT, Door.CERTIFICATE, Who.OWNER, visit -> show(visit, List.of())),
                Route.form("/account/sign-in", Door.CERTIFICATE, Who.OWNER, this::signIn),
                Route.form("/account/password/first", Door.CERTIFICATE, Who.OWNER, this::setFirst),
                Route.form("/account/password", Door.CERTIFICATE, Who.SIGNED_IN, this::change),
                Route.form("/account/certificate", Door.CERTIFICATE, Who.SIGNED_IN, this::changeCertificate),
                Route.form("/account/place", Door.CERTIFICATE, Who.SIGNED_IN, this::judgePlace),
                Route.form("/account/suspend", Door.CERTIFICATE, Who.SIGNED_IN, this::suspend),
                Route.form("/account/leave", Door.CERTIFICATE, Who.OWNER, AccountPages::leave));
    }

    /** {@code GET /account}: what comes next, for who has no password, is not signed in, or is. */
    private Answer show(Visit visit, List<Views.Problem> problems) {
        int status = problems.isEmpty() ? 200 : 422;
        Account account = visit.owner().account();
        String address = account.address().toString();
        if (account.type() == AccountType.AGENCY_RELAY) {
            return new Answer.Shown(status, "system-account", shows.system(visit.owner(), problems));
        }
        if (entrance.counts(account.address()).isEmpty()) {
            return new Answer.Shown(
                    status,
                    "first-password",
                    new Views.FirstPassword(address, desk.passwords().policy().minimum(), problems));
        }
        if (!entrance.isIn(visit)) {
            return new Answer.Shown(status, "sign-in", new Views.Entering(address, problems));
        }
        return new Answer.Shown(status, "account", shows.view(visit.owner(), problems));
    }

    /** {@code POST /account/sign-in}. */
    private Answer signIn(Visit visit) {
        Optional<SignInOutcome.Refused> refused = entrance.enter(visit, visit.secret("password"));
        return refused.isEmpty()
                ? Answer.seeOther(ACCOUNT)
                : show(visit, List.of(problem("password", refused.get().code(), Map.of())));
    }

    /** {@code POST /account/password/first}: by the certificate alone, where no password counts. */
    private Answer setFirst(Visit visit) {
        if (visit.owner().account().type() == AccountType.AGENCY_RELAY) {
            return show(visit, List.of(problem("", "G-255", Map.of())));
        }
        return set(visit, () -> desk.passwords().set(visit.owner(), visit.secret("fresh")));
    }

    /** {@code POST /account/password}: it ends every session, this one too. */
    private Answer change(Visit visit) {
        return set(
                visit,
                () -> desk.passwords()
                        .change(visit.owner(), Entrance.origin(visit), visit.secret("present"), visit.secret("fresh")));
    }

    private interface Setting {
        PasswordOutcome set();
    }

    private Answer set(Visit visit, Setting setting) {
        if (!Arrays.equals(visit.secret("fresh"), visit.secret("again"))) {
            return show(visit, List.of(problem("again", "G-251", Map.of())));
        }
        return setting.set()
                .fold(
                        set -> Answer.shown("password-set", new Views.PasswordSet()),
                        refused -> show(
                                visit,
                                List.of(problem(
                                        refused.code().equals("G-227") ? "present" : "fresh",
                                        refused.code(),
                                        refused.facts()))));
    }

    /** {@code POST /account/certificate}: suspends or retires one of the account's own. */
    private Answer changeCertificate(Visit visit) {
        Certificates.Change change =
                visit.field("do").equals("revoke") ? Certificates.Change.REVOKE : Certificates.Change.SUSPEND;
        return Ids.read(visit.field("id"))
                .flatMap(id ->
                        desk.certificates().byHolder(visit.owner().account().address(), id, change))
                .map(changed -> Answer.seeOther(ACCOUNT))
                .orElseGet(() -> show(visit, List.of(problem("certificates", "G-252", Map.of()))));
    }

    /** {@code POST /account/place}: was it its owner? Where it was not, a certificate other than this one is suspended. */
    private Answer judgePlace(Visit visit) {
        CertificateHolder.Owner owner = visit.owner();
        Address account = owner.account().address();
        String network = visit.field("network");
        boolean own = visit.field("do").equals("own");
        if (desk.places().of(account).stream()
                .noneMatch(place -> place.network().equals(network))) {
            return show(visit, List.of(problem("places", "G-256", Map.of())));
        }
        // Intent before act: a crash between leaves a trace.
        desk.registry()
                .audit()
                .record(new AuditEvent(
                        own ? "place.confirmed" : "place.denied",
                        account.toString(),
                        account.toString(),
                        Map.of("place", network)));
        if (own) {
            desk.places().confirm(account, network);
            return Answer.seeOther(ACCOUNT);
        }
        desk.registry().bindings().of(account).stream()
                .filter(binding -> binding.key().certificateSha256().equals(visit.field("certificate")))
                .filter(binding -> !binding.id().equals(owner.binding().id()))
                .forEach(binding -> desk.certificates().byHolder(account, binding.id(), Certificates.Change.SUSPEND));
        return show(visit, List.of(problem("change", "G-253", Map.of())));
    }

    /** {@code POST /account/suspend}: nobody gets in until the agency or the helpdesk lifts it. */
    private Answer suspend(Visit visit) {
        Address account = visit.owner().account().address();
        desk.registry().accounts().suspend(account, account.toString(), "suspended by its holder");
        visit.leave();
        return Answer.shown("suspended", new Views.Suspended(account.toString()));
    }

    /** {@code POST /account/leave}. */
    private static Answer leave(Visit visit) {
        visit.leave();
        return Answer.seeOther(ACCOUNT);
    }

    private Views.Problem problem(String field, String code, Map<String, String> facts) {
        return new Views.Problem(field, words.sentence(code, facts));
    }
}
