package io.gongmail.demo;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.server.Gongmail;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.function.Function;

/** Plays a person who applies, and the reviewer who decides. */
final class Applicant {
    private static final String REVIEWER = "reviewer";

    private final DemoHome home;
    private final DemoAuthority authority;
    private final DemoPeople people;
    private final Gongmail server;

    Applicant(DemoHome home, DemoAuthority authority, DemoPeople people, Gongmail server) {
        this.home = home;
        this.authority = authority;
        this.people = people;
        this.server = server;
    }

    /** The way from a draft to a mailbox with a password, each step told. */
    DemoPerson enroll(Proof proof) throws IOException, GeneralSecurityException {
        Enrollment enrollment = server.enrollment();
        String name = "applicant" + Long.toHexString(System.nanoTime());
        Issued issued = authority.official(DemoPeople.AGENCY_NAME, "001신청자" + name.hashCode() % 1000);
        people.write(name, issued);
        DemoPerson person = home.person(name);
        ChallengeSigner signer = new ChallengeSigner(issued.chain(), issued.key());
        Address address = Address.of(DemoPeople.address(name));
        reviewer(proof);
        ApplicationId id = enrollment.open().id();
        step(
                proof,
                "consents to the terms and to personal data handling",
                () -> enrollment.consent(
                        id, enrollment.terms().version(), enrollment.privacy().version()));
        step(
                proof,
                "is verified by mobile identification (시험용 simulator, over HTTP)",
                () -> enrollment
                        .beginVerification(id, "mobile")
                        .then(begun -> confirmed(begun))
                        .then(confirmed -> enrollment.completeVerification(id)));
        step(
                proof,
                "completes the application with a certificate, by signing a challenge",
                () -> enrollment
                        .challenge(id)
                        .then(challenge -> enrollment.complete(
                                id,
                                new Wish(AccountType.OFFICIAL, DemoPeople.AGENCY, "주무관", address.toString()),
                                signed(signer, challenge))));
        step(proof, "submits it", () -> enrollment.submit(id));
        step(
                proof,
                "is approved by the reviewer, and the mailbox is provisioned",
                () -> server.review()
                        .approve(id, Address.of(DemoPeople.address(REVIEWER)), "demo")
                        .then(this::provisioned));
        proof.step("sets the first password, with the registered certificate", () -> {
            Challenge challenge = server.passwords().challenge(address);
            return server.passwords()
                    .set(
                            challenge.nonce(),
                            signed(signer, challenge),
                            person.password().toCharArray())
                    .fold(
                            set -> new Proof.Seen(true, "password set"),
                            refused -> new Proof.Seen(false, refused.code()));
        });
        return person;
    }

    /** The installation's own reviewer, once. */
    private void reviewer(Proof proof) throws IOException, GeneralSecurityException {
        Address address = Address.of(DemoPeople.address(REVIEWER));
        if (server.registry().accounts().find(address).isPresent()) {
            return;
        }
        people.write(REVIEWER, authority.official(DemoPeople.AGENCY_NAME, "001심사자905"));
        PeerCertificate certificate =
                PeerCertificate.of(PemFiles.certificates(home.person(REVIEWER).certificate()));
        step(
                proof,
                "the installation opens its first reviewer's account",
                () -> server.firstAdministrator()
                        .open(
                                "심사자",
                                new Wish(AccountType.OFFICIAL, DemoPeople.AGENCY, "심사자", address.toString()),
                                certificate,
                                Set.of(Role.ADMINISTRATOR, Role.REVIEWER)));
    }

    private Ruling<String> provisioned(Application.Approved approved) {
        return server.provisioning()
                .provision(approved)
                .then(account -> Ruling.granted("account " + account.address()));
    }

    /** What the person does on the provider's page. */
    private static Ruling<String> confirmed(Enrollment.Verification begun) {
        try {
            VerificationPage.confirm(begun.page(), begun.transaction(), "신청자");
            return Ruling.granted("confirmed");
        } catch (IOException e) {
            return Ruling.refused("G-311", "why", String.valueOf(e.getMessage()));
        }
    }

    private static byte[] signed(ChallengeSigner signer, Challenge challenge) {
        try {
            return signer.sign(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the challenge cannot be signed", e);
        }
    }

    private interface Act<T> {
        Ruling<T> play();
    }

    private static <T> void step(Proof proof, String title, Act<T> act) {
        proof.step(
                title,
                () -> act.play()
                        .fold(
                                done -> new Proof.Seen(true, state(done)),
                                refused -> new Proof.Seen(false, refused.code() + " " + refused.facts())));
    }

    private static String state(Object done) {
        Function<Application, String> of =
                application -> "application " + application.id() + " is " + application.state();
        return done instanceof Application application ? of.apply(application) : String.valueOf(done);
    }
}
