package io.gongmail.server.enrollment;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.Set;

/**
 * Opens the accounts of the first administrator and the first reviewer, for whom the installation decides, since nobody is
 * above them. Once an active administrator and a reviewer are there, or approved, it is closed: their colleagues apply like
 * everybody. The registry looks and approves in one transaction, so of two at once one is the first.
 */
public final class FirstAdministrator {
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
    public Ruling<Account> open(String name, Enrollment.Wish wish, PeerCertificate certificate, Set<Role> roles) {
        return enrollment
                .completion(wish, certificate)
                .then(completion -> registry.applications()
                        .approvedByInstallation(name, completion, roles)
                        .<Ruling<Application.Approved>>fold(Ruling::granted, Stopped::by))
                .then(provisioning::provision);
    }
}
