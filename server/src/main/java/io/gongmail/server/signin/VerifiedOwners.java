package io.gongmail.server.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.VerifiedPerson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Accounts whose owner an identity provider has verified anew: the same person who applied for it, known by the CI. That
 * counts for half an hour, and for one new password. In memory: after a restart the person is verified again. Thread-safe;
 * bounded.
 */
final class VerifiedOwners {
    /** The person verified did not apply for this account, or nobody is known to have. */
    static final PasswordOutcome.Refused NOT_THE_OWNER = new PasswordOutcome.Refused("G-229");
    /** None, too old, or used already. */
    static final PasswordOutcome.Refused NOT_VERIFIED = new PasswordOutcome.Refused("G-228");

    private static final Duration COUNTS = Duration.ofMinutes(30);
    /** How far a provider's clock may be from ours. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private static final int MOST = 10_000;

    private final PasswordRecords records;
    private final Clock clock;
    private final Cache<Address, Instant> verified =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    VerifiedOwners(PasswordRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** Takes a verification; tells why it does not count. */
    Optional<PasswordOutcome.Refused> take(Address account, VerifiedPerson person) {
        boolean isOwner = records.ownerCi(account)
                .filter(ci -> !ci.isEmpty() && ci.equals(person.ciSha256()))
                .isPresent();
        if (!isOwner) {
            return Optional.of(NOT_THE_OWNER);
        }
        if (!counts(person.at())) {
            return Optional.of(NOT_VERIFIED);
        }
        verified.put(account, person.at());
        return Optional.empty();
    }

    boolean has(Address account) {
        Instant at = verified.getIfPresent(account);
        return at != null && counts(at);
    }

    /** It has served. */
    void spend(Address account) {
        verified.invalidate(account);
    }

    private boolean counts(Instant at) {
        Instant now = clock.instant();
        return !now.isAfter(at.plus(COUNTS)) && !at.isAfter(now.plus(CLOCKS));
    }
}
