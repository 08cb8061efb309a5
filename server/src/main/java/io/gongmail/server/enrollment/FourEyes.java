package io.gongmail.server.enrollment;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.Optional;

/** Who reviews, and whether two who do are two. Thread-safe; calls block. */
final class FourEyes {
    private final Registry registry;

    FourEyes(Registry registry) {
        this.registry = registry;
    }

    /** The account, where it is active and reviews. */
    Optional<Account> reviewer(Address address) {
        return registry.accounts()
                .find(address)
                .filter(account -> account.state() == AccountState.ACTIVE
                        && account.roles().contains(Role.REVIEWER));
    }

    /** The first approval of two, as long as whoever gave it reviews. */
    Optional<FirstApproval> first(ApplicationId id) {
        return registry.queue().first(id).filter(this::holds);
    }

    boolean holds(FirstApproval first) {
        return reviewer(first.reviewer()).isPresent();
    }

    /** Whether two accounts are one person's, as far as is known: the same, or opened for the same CI. */
    boolean areOfOne(Address one, Address other) {
        return one.equals(other)
                || ci(one).filter(ci -> ci(other).equals(Optional.of(ci))).isPresent();
    }

    /** SHA-256 of the CI of the person that an account was opened for; empty where the installation vouched. */
    Optional<String> ci(Address account) {
        return registry.applications()
                .ofAccount(account)
                .filter(Application.Provisioned.class::isInstance)
                .map(application ->
                        ((Application.Provisioned) application).person().ciSha256())
                .filter(ci -> !ci.isEmpty());
    }
}
