package io.gongmail.server.signin;

import io.gongmail.pki.Verdict;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BoundAccount;
import io.gongmail.store.registry.StoredPassword;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Everything about an attempt but the password: does the certificate's own account fit what is asked for? */
final class Examination {
    private final SignInRecords records;
    private final Policies policies;
    private final Clock clock;

    Examination(SignInRecords records, Policies policies, Clock clock) {
        this.records = records;
        this.policies = policies;
        this.clock = clock;
    }

    /** What was found: everything that fits, or the first thing that does not. */
    sealed interface Finding {
        /** @param password that is to be shown as well; empty where the certificate suffices */
        record Fits(Account account, Binding binding, Optional<StoredPassword> password) implements Finding {}

        /** @param account that the certificate is bound to, as text; empty when there is none */
        record Fails(Mismatch mismatch, String account) implements Finding {}
    }

    /** For a sign-in with a password. */
    Finding examine(Verdict.Accepted verdict, String login, String authorizationIdentity) {
        return examine(
                verdict,
                account -> named(account, login, authorizationIdentity)
                        .or(() -> policies.takesPassword(account.type())
                                ? Optional.empty()
                                : Optional.of(Mismatch.PASSWORD_NOT_TAKEN)),
                true);
    }

    /** For one by the certificate alone. */
    Finding examineAlone(Verdict.Accepted verdict, String listener, String authorizationIdentity) {
        return examine(
                verdict,
                account -> named(account, account.address().toString(), authorizationIdentity)
                        .or(() -> policies.sufficesAlone(listener, account.type(), verdict.policies())
                                ? Optional.empty()
                                : Optional.of(Mismatch.PASSWORD_NEEDED)),
                false);
    }

    /** For pages, where whoever holds the certificate looks after the account, whatever is asked for with mail. */
    Finding examineHolder(Verdict.Accepted verdict) {
        return examine(verdict, account -> Optional.empty(), false);
    }

    private Finding examine(
            Verdict.Accepted verdict, Function<Account, Optional<Mismatch>> asked, boolean passwordNeeded) {
        Optional<BoundAccount> found = records.bound(verdict.key());
        if (found.isEmpty()) {
            return new Finding.Fails(Mismatch.NO_BINDING, "");
        }
        Binding binding = found.get().binding();
        Address own = binding.account();
        Optional<AccountWithPassword> stored = found.get().account();
        if (stored.isEmpty()) {
            return new Finding.Fails(Mismatch.ACCOUNT_MISSING, own.toString());
        }
        Account account = stored.get().account();
        Optional<Mismatch> mismatch = mismatch(verdict, binding, account, asked);
        if (mismatch.isPresent()) {
            return new Finding.Fails(mismatch.get(), own.toString());
        }
        if (!passwordNeeded) {
            return new Finding.Fits(account, binding, Optional.empty());
        }
        Optional<StoredPassword> password = stored.get().password();
        if (password.isEmpty()) {
            return new Finding.Fails(Mismatch.NO_PASSWORD_SET, own.toString());
        }
        return new Finding.Fits(account, binding, password);
    }

    private Optional<Mismatch> mismatch(
            Verdict.Accepted verdict, Binding binding, Account account, Function<Account, Optional<Mismatch>> asked) {
        if (!binding.key().equals(verdict.key())) {
            return Optional.of(Mismatch.BINDING_OF_ANOTHER_CERTIFICATE);
        }
        return of(binding)
                .or(() -> of(account))
                .or(() -> asked.apply(account))
                .or(() -> policies.fit(account.type(), verdict.policies())
                        ? Optional.empty()
                        : Optional.of(Mismatch.POLICY_DOES_NOT_FIT));
    }

    private static Optional<Mismatch> named(Account account, String login, String authorizationIdentity) {
        if (!isThe(account, login)) {
            return Optional.of(Mismatch.CERTIFICATE_OF_ANOTHER);
        }
        return authorizationIdentity.isEmpty() || isThe(account, authorizationIdentity)
                ? Optional.empty()
                : Optional.of(Mismatch.AUTHORIZATION_OF_ANOTHER);
    }

    private Optional<Mismatch> of(Binding binding) {
        return switch (binding.state()) {
            case ACTIVE -> Optional.empty();
            case SUPERSEDED ->
                binding.opens(clock.instant()) ? Optional.empty() : Optional.of(Mismatch.BINDING_SUPERSEDED);
            case SUSPENDED -> Optional.of(Mismatch.BINDING_SUSPENDED);
            case REVOKED -> Optional.of(Mismatch.BINDING_REVOKED);
        };
    }

    private static Optional<Mismatch> of(Account account) {
        return switch (account.state()) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED -> Optional.of(Mismatch.ACCOUNT_SUSPENDED);
            case CLOSED -> Optional.of(Mismatch.ACCOUNT_CLOSED);
        };
    }

    /** What the client names is never looked up, only compared (in any case) with the account of its certificate. */
    private static boolean isThe(Account account, String named) {
        return Address.parse(named).filter(account.address()::equals).isPresent();
    }
}
