package io.gongmail.server.portal;

import io.gongmail.server.session.Origin;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.store.registry.Address;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signs the holder of a certificate in to the account's pages, by the same rules and the same lockout as mail. */
final class Entrance {
    private static final String LISTENER = "portal";
    private static final long LONGEST_SECONDS = 20;

    private final SignIn signIn;
    private final Passwords passwords;

    Entrance(SignIn signIn, Passwords passwords) {
        this.signIn = signIn;
        this.passwords = passwords;
    }

    /** Since when the account's password counts; empty where one is to be set first. */
    Optional<Instant> counts(Address account) {
        return passwords.counts(account);
    }

    /** Whether this browser has shown the password that the account has now. */
    boolean isIn(Visit visit) {
        Address account = visit.owner().account().address();
        return visit.session()
                .flatMap(Session::entered)
                .filter(entered -> entered.account().equals(account))
                .filter(entered -> passwords
                        .counts(account)
                        .filter(entered.passwordSince()::equals)
                        .isPresent())
                .isPresent();
    }

    /** Tries the password; empty when it was right and the visit is signed in. */
    Optional<SignInOutcome.Refused> enter(Visit visit, char[] password) {
        CertificateHolder.Owner owner = visit.owner();
        Address account = owner.account().address();
        // Before it is tried: a password set meanwhile is not the one that was shown.
        Optional<Instant> since = passwords.counts(account);
        SignInOutcome outcome = outcome(owner, origin(visit), account.toString(), password);
        return outcome.fold(
                opened -> {
                    since.ifPresent(set -> visit.enter(new Session.Entered(account, set)));
                    return Optional.empty();
                },
                Optional::of);
    }

    /** From where a visit comes. */
    static Origin origin(Visit visit) {
        return new Origin(LISTENER, visit.from(), "");
    }

    private SignInOutcome outcome(CertificateHolder.Owner owner, Origin origin, String login, char[] password) {
        try {
            return signIn.attempt(owner.verdict(), origin, login, "", password)
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new SignInOutcome.Refused("G-202", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SignInOutcome.Refused("G-202", true);
        }
    }
}
