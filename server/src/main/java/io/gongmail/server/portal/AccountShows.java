package io.gongmail.server.portal;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.places.Place;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.Username;

/** What an account's owner sees of it. Thread-safe. */
final class AccountShows {
    private final AccountPages.Desk desk;
    private final Clock clock;

    AccountShows(AccountPages.Desk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    Views.Account view(CertificateHolder.Owner owner, List<Views.Problem> problems) {
        Account account = owner.account();
        Address address = account.address();
        Optional<Instant> since = desk.passwords().counts(address);
        return new Views.Account(
                address.toString(),
                account.name(),
                agency(account),
                bound(owner),
                desk.certificates().hasRoom(account),
                desk.mayChangeAgency().test(account),
                desk.sessions().of(address).stream()
                        .map(open -> new Views.Account.Open(
                                open.origin().listener().toUpperCase(Locale.ROOT),
                                open.origin().address().getHostAddress(),
                                open.origin().client()))
                        .toList(),
                desk.places().of(address).stream().map(AccountShows::shown).toList(),
                since.map(Shows::day).orElse(""),
                since.flatMap(desk.passwords().policy()::end).map(Shows::day).orElse(""),
                held(address),
                desk.passwords().policy().minimum(),
                desk.absence()
                        .vacation(account)
                        .filter(vacation -> vacation.isInForce(desk.absence().today()))
                        .isPresent(),
                desk.absence()
                        .forwarding(account)
                        .map(forwarding ->
                                forwarding.to().stream().map(Address::toString).collect(Collectors.joining(", ")))
                        .orElse(""),
                desk.hasNotices().test(account),
                problems);
    }

    private Views.Account.Held held(Address address) {
        AccountQuotas.Held held = desk.quotas().held(Username.of(address.toString()));
        return new Views.Account.Held(
                new DataSize(held.octets()).shown(),
                held.most().isPresent() ? new DataSize(held.most().getAsLong()).shown() : "",
                held.messages(),
                held.percent());
    }

    /** Of an agency's system, which has no password. */
    Views.SystemAccount system(CertificateHolder.Owner owner, List<Views.Problem> problems) {
        Account account = owner.account();
        return new Views.SystemAccount(account.address().toString(), agency(account), bound(owner), problems);
    }

    private String agency(Account account) {
        return desk.registry()
                .agencies()
                .find(account.agency())
                .map(Agency::name)
                .orElse(account.agency());
    }

    private List<Views.Account.Bound> bound(CertificateHolder.Owner owner) {
        List<Binding> all = desk.registry().bindings().of(owner.account().address());
        return all.stream()
                .map(binding ->
                        shown(binding, all, binding.id().equals(owner.binding().id())))
                .toList();
    }

    private Views.Account.Bound shown(Binding binding, List<Binding> all, boolean presented) {
        long days = Duration.between(clock.instant(), binding.notAfter()).toDays();
        boolean near = binding.state() == BindingState.ACTIVE && days < desk.noticeDays() && !isRenewed(binding, all);
        return new Views.Account.Bound(
                binding.id().toString(),
                binding.subject(),
                Shows.issuer(binding.key()),
                binding.key().serial().toString(16),
                binding.state(),
                Shows.day(binding.notAfter()),
                near ? Math.max(0, days) : -1,
                binding.state() == BindingState.SUPERSEDED ? Shows.minute(binding.until()) : "",
                binding.used().map(Shows::day).orElse(""),
                presented);
    }

    /** By another one of the same holder. */
    private static boolean isRenewed(Binding binding, List<Binding> oldestFirst) {
        return oldestFirst.subList(oldestFirst.indexOf(binding) + 1, oldestFirst.size()).stream()
                .anyMatch(next -> next.state() == BindingState.ACTIVE
                        && next.subject().equals(binding.subject())
                        && next.notAfter().isAfter(binding.notAfter()));
    }

    private static Views.Account.Seen shown(Place place) {
        return new Views.Account.Seen(
                place.network(),
                place.client(),
                Shows.minute(place.lastSeen()),
                place.held(),
                place.certificateSha256());
    }
}
