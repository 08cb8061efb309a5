package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.enrollment.AgencyMoves.Wish;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestMailboxes;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.QueueFilter;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.SeedAccount;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who goes to another agency keeps the account, if a reviewer there takes them in; and nobody else has a say. */
class AgencyMovesTest {
    private static final Office OFFICE = Office.shared();
    private static final String THERE = "1741000";
    private static final String DOMAIN = "mois.gongmail.example";
    private static int number;

    @BeforeAll
    static void open() {
        OFFICE.registry.agencies().put(new Agency(THERE, "행정안전부", Set.of(DOMAIN)), "test");
    }

    private static Address fresh() {
        return Address.of("mover" + ++number + "@" + DOMAIN);
    }

    private static Wish wish(String address) {
        return new Wish(THERE, "정부혁신국", "서기관", "M-7", address);
    }

    /** An official with an account that was applied for. */
    private static Office.Person official() {
        return OFFICE.in(ApplicationState.PROVISIONED);
    }

    private static PeerCertificate shown(Issued issued) {
        return PeerCertificate.of(issued.chain());
    }

    private static Ruling<Application.Submitted> apply(Office.Person person, Wish wish) {
        return OFFICE.moves.apply(person.address(), shown(person.certificate()), wish);
    }

    /** Who reviews there. */
    private static Address reviewer() {
        return seeded(OFFICE.certificate(), Role.REVIEWER);
    }

    private static Address seeded(Issued certificate, Role role) {
        Address address = fresh();
        OFFICE.registry
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                "박심사",
                                AccountType.OFFICIAL,
                                THERE,
                                CertificateKeys.of(certificate.certificate()),
                                "cn=심사",
                                OFFICE.clock.instant().plus(Duration.ofDays(1)),
                                "")),
                        "test");
        OFFICE.registry.accounts().grant(address, role, "test");
        return address;
    }

    private static Account account(Address address) {
        return OFFICE.registry.accounts().find(address).orElseThrow();
    }

    @Test
    void approvedThereTheAccountGoesWithItsMailUnderItsNewAddress() throws MailboxException {
        Office.Person person = official();
        OFFICE.registry.accounts().grant(person.address(), Role.REVIEWER, "test");
        Address to = fresh();
        Application.Submitted submitted = done(apply(person, wish(to.toString())));
        List<EndReason> ends = new ArrayList<>();
        OFFICE.sessions.register(
                new SignedIn(
                        account(person.address()),
                        OFFICE.registry.bindings().of(person.address()).get(0),
                        Instant.MAX,
                        new AnchorKey("c".repeat(64)),
                        new Origin("imap", InetAddress.getLoopbackAddress(), ""),
                        OFFICE.sessions.mark()),
                ends::add);

        Account moved =
                done(OFFICE.provisioning.provision(done(OFFICE.review.approve(submitted.id(), reviewer(), ""))));

        assertThat(moved.address()).isEqualTo(to);
        assertThat(moved.agency()).isEqualTo(THERE);
        assertThat(moved.roles()).isEmpty();
        assertThat(ends).containsExactly(EndReason.AGENCY_CHANGED);
        assertThat(TestMailboxes.subjects(OFFICE.mail, to, "INBOX")).hasSize(1);
        assertThat(TestMailboxes.names(OFFICE.mail, person.address())).isEmpty();
        LocalRecipients recipients = new LocalRecipients(OFFICE.registry.accounts()::find, List::of);
        assertThat(recipients.accepts(to.toString())).isTrue();
        assertThat(recipients.accepts(person.address().toString())).isFalse();
        assertThat(OFFICE.moves.underWay(to)).isEmpty();
    }

    @Test
    void theAddressThatItHasMayStay() {
        Office.Person person = official();
        Application.Submitted submitted = done(apply(person, wish("")));
        assertThat(submitted.completion().desired()).isEqualTo(person.address());
        Account moved =
                done(OFFICE.provisioning.provision(done(OFFICE.review.approve(submitted.id(), reviewer(), ""))));
        assertThat(moved.address()).isEqualTo(person.address());
        assertThat(moved.agency()).isEqualTo(THERE);
        assertThat(code(apply(person, wish("")))).isEqualTo("G-339");
        Wish back =
                new Wish(Office.AGENCY, "", "", "", person.address().toString().toUpperCase(Locale.ROOT));
        assertThat(done(apply(person, back)).completion().desired()).isEqualTo(person.address());
    }

    @Test
    @Adversary("an account taken into an agency by who does not decide there")
    void onlyAReviewerOfTheAgencyThatItGoesToDecides() {
        Office.Person person = official();
        Application.Submitted submitted = done(apply(person, wish("")));
        Address here = OFFICE.reviewer();
        assertThat(code(OFFICE.review.approve(submitted.id(), here, ""))).isEqualTo("G-349");
        assertThat(code(OFFICE.review.giveBack(submitted.id(), here, "아님"))).isEqualTo("G-349");
        assertThat(code(OFFICE.review.reject(submitted.id(), here, "아님"))).isEqualTo("G-349");
        assertThat(code(OFFICE.review.tried(submitted.id(), here))).isEqualTo("G-349");
        Address there = reviewer();
        assertThat(code(OFFICE.review.tried(submitted.id(), there))).isEqualTo("done");
        assertThat(done(OFFICE.review.reject(submitted.id(), there, "정원 없음")).state())
                .isEqualTo(ApplicationState.REJECTED);
        assertThat(account(person.address()).agency()).isEqualTo(Office.AGENCY);
    }

    @Test
    void nobodyTakesThemselvesIn() {
        Issued certificate = OFFICE.certificate();
        Address reviewer = seeded(certificate, Role.REVIEWER);
        String home = "1000000";
        OFFICE.registry.agencies().put(new Agency(home, "대통령실", Set.of("home.gongmail.example")), "test");
        Application.Submitted submitted = done(OFFICE.moves.apply(
                reviewer,
                shown(certificate),
                new Wish(home, "", "", "", "mover" + ++number + "@home.gongmail.example")));
        assertThat(code(OFFICE.review.approve(submitted.id(), reviewer, ""))).isEqualTo("G-342");
        assertThat(code(OFFICE.review.dossier(submitted.id(), reviewer))).isEqualTo("G-342");
    }

    @Test
    void whatIsWrongIsToldByItsCode() {
        Office.Person person = official();
        assertThat(code(apply(person, new Wish("9999999", "", "", "", "")))).isEqualTo("G-331");
        assertThat(code(apply(person, new Wish(Office.AGENCY, "", "", "", "")))).isEqualTo("G-339");
        assertThat(code(apply(person, wish("mover@" + Office.DOMAIN)))).isEqualTo("G-332");
        assertThat(code(apply(person, wish("postmaster@" + DOMAIN)))).isEqualTo("G-335");
        assertThat(code(apply(person, wish(reviewer().toString())))).isEqualTo("G-333");
        assertThat(code(apply(person, new Wish(THERE, "x".repeat(201), "", "", ""))))
                .isEqualTo("G-334");
        Office.Person other = official();
        assertThat(code(OFFICE.moves.apply(person.address(), shown(other.certificate()), wish(""))))
                .as("with the certificate of another")
                .isEqualTo("G-352");
        assertThat(code(OFFICE.moves.apply(fresh(), shown(person.certificate()), wish(""))))
                .isEqualTo("G-351");
        assertThat(code(OFFICE.moves(false).apply(person.address(), shown(person.certificate()), wish(""))))
                .isEqualTo("G-350");
        assertThat(OFFICE.moves(false).isPossible(account(person.address()))).isFalse();
        assertThat(OFFICE.moves.isPossible(account(person.address()))).isTrue();
        assertThat(OFFICE.moves.underWay(person.address())).isEmpty();
    }

    @Test
    void whatWaitsIsNotChangedAndWhatWasGivenBackIsHandedInAgain() {
        Office.Person person = official();
        Application.Submitted submitted = done(apply(person, wish("")));
        assertThat(code(apply(person, wish("")))).isEqualTo("G-340");
        done(OFFICE.review.giveBack(submitted.id(), reviewer(), "직위를 적으십시오"));
        Application.Submitted again = done(apply(person, new Wish(THERE, "", "부이사관", "", "")));
        assertThat(again.id()).isEqualTo(submitted.id());
        assertThat(again.completion().position()).isEqualTo("부이사관");
        Application.Approved approved = done(OFFICE.review.approve(again.id(), reviewer(), ""));
        assertThat(code(apply(person, wish("")))).isEqualTo("G-340");
        assertThat(done(OFFICE.provisioning.provision(approved)).agency()).isEqualTo(THERE);
    }

    @Test
    void theQueueSaysWhatItIs() {
        Office.Person person = official();
        Application.Submitted submitted = done(apply(person, wish("")));
        QueueFilter there = new QueueFilter(Set.of(ApplicationState.SUBMITTED), THERE, Set.of(), Instant.MAX, "", 50);
        assertThat(done(OFFICE.review.queue(there, reviewer())))
                .filteredOn(entry -> entry.id().equals(submitted.id()))
                .hasSize(1)
                .allMatch(QueueEntry::changesAgency)
                .noneMatch(QueueEntry::asksForCertificate);
        assertThat(done(OFFICE.review.dossier(submitted.id(), reviewer())).roster())
                .as("compared with the roster there")
                .isPresent();
    }

    /** Approved, and stopped before it was carried out. */
    @Test
    void whatWasApprovedBeforeAStopIsCarriedOutAtTheStart() {
        Office.Person person = official();
        Application.Submitted submitted = done(apply(person, wish("")));
        done(OFFICE.review.approve(submitted.id(), reviewer(), ""));
        OFFICE.provisioning.resume();
        assertThat(account(person.address()).agency()).isEqualTo(THERE);
    }
}
