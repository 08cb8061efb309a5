package io.gongmail.server.enrollment;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.Set;

/**
 * Opens the accounts of the first administrator and the first reviewer, for whom the installation decides, since nobody is
 * above them. Once an active administrator and a reviewer are there it is closed: their colleagues apply like everybody.
 */
public final class FirstAdministrator {
    private static final int PAGE = 1_000;

    private final Registry registry;
    private final Enrollment enrollment;
    private final Provisioning provisioning;

    public FirstAdministrator(Registry registry, Enrollment enrollment, Provisioning provisioning) {
        this.registry = registry;
        this.enrollment = enrollment;
        this.provisioning = provisioning;
    }

    /**
     * Opens one account with what of {@code roles} nobody has yet.
     *
     * @param name who it is; the installation vouches
     * @param certificate judged like everybody's
     */
    public Outcome<Account> open(String name, Enrollment.Wish wish, PeerCertificate certificate, Set<Role> roles) {
        if (roles.isEmpty() || roles.stream().allMatch(this::isHeld)) {
            return Outcome.refused("G-345");
        }
        return enrollment
                .completion(wish, certificate)
                .then(completion -> registry.applications()
                        .approvedByInstallation(name, completion, roles)
                        .<Outcome<Application.Approved>>fold(
                                Outcome::done,
                                () -> Outcome.refused("G-303"),
                                () -> Outcome.refused("G-333"),
                                () -> Outcome.refused("G-324")))
                .then(approved -> provisioning
                        .provision(approved)
                        .fold(
                                Outcome::done,
                                Outcome::done,
                                () -> Outcome.refused("G-333"),
                                () -> Outcome.refused("G-324")));
    }

    private boolean isHeld(Role role) {
        String after = "";
        while (true) {
            var page = registry.accounts().list(after, PAGE);
            if (page.stream().anyMatch(account -> account.roles().contains(role))) {
                return true;
            }
            if (page.size() < PAGE) {
                return false;
            }
            after = page.get(page.size() - 1).address().toString();
        }
    }
}
