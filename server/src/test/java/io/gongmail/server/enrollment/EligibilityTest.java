package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static io.gongmail.store.registry.ApplicationState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Application;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which wish and which certificate go together. */
class EligibilityTest {
    private static final Office OFFICE = Office.shared();

    private final Person person = OFFICE.in(VERIFIED);

    @Test
    void aRepresentativeNeedsACertificateOfSpecialPurpose() throws Exception {
        Wish wish = new Wish(AccountType.AGENCY_REPRESENTATIVE, Office.AGENCY, "대표", Office.freshAddress());
        assertThat(code(completed(person.certificate(), wish))).isEqualTo("G-323");
        Issued agency = OFFICE.authority.agency("교육부", "교육부대표001");
        assertThat(code(completed(agency, Office.wish(Office.freshAddress())))).isEqualTo("G-323");
        assertThat(done(completed(agency, wish)).completion().type()).isEqualTo(AccountType.AGENCY_REPRESENTATIVE);
    }

    @Test
    void anAgencyThatIsNotThereIsToldSo() {
        assertThat(code(completed(
                        person.certificate(), new Wish(AccountType.OFFICIAL, "9999999", "주무관", Office.freshAddress()))))
                .isEqualTo("G-331");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hong",
                "hong@",
                "hong@elsewhere.example",
                "hong@sub.moe.gongmail.example",
                "홍@moe.gongmail.example"
            })
    void theAddressIsOneOfTheAgencys(String address) {
        assertThat(completed(person.certificate(), Office.wish(address)))
                .isEqualTo(new Ruling.Refused<>("G-332", Map.of("domains", Office.DOMAIN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "PostMaster", "abuse", "mailer-daemon", "hostmaster"})
    void whatTheDomainOwesToTheOutsideIsNobodysOwn(String name) {
        assertThat(code(completed(person.certificate(), Office.wish(name + "@" + Office.DOMAIN))))
                .isEqualTo("G-335");
    }

    @Test
    void anAddressThatSomebodyHasIsTaken() {
        Person there = OFFICE.in(PROVISIONED);
        assertThat(code(completed(person.certificate(), there.wish()))).isEqualTo("G-333");
        OFFICE.registry.accounts().close(there.address(), "test", "left");
        assertThat(code(completed(person.certificate(), there.wish()))).isEqualTo("G-333");
    }

    @Test
    void aCertificateThatSomebodyHasOrHadCannotBeRegisteredAgain() {
        Person there = OFFICE.in(PROVISIONED);
        assertThat(code(completed(there.certificate(), person.wish()))).isEqualTo("G-324");
        OFFICE.registry
                .bindings()
                .of(there.address())
                .forEach(binding -> OFFICE.registry.bindings().revoke(binding.id(), "test", "lost"));
        assertThat(code(completed(there.certificate(), person.wish()))).isEqualTo("G-324");
    }

    @ParameterizedTest
    @ValueSource(strings = {"control\u0007character", "long"})
    void aPositionOutOfItsBoundsIsToldWithTheReason(String position) {
        String told = position.equals("long") ? "직".repeat(201) : position;
        Wish wish = new Wish(AccountType.OFFICIAL, Office.AGENCY, told, Office.freshAddress());
        Map<String, String> facts =
                completed(person.certificate(), wish).fold(completed -> Map.of(), Ruling.Refused::facts);
        assertThat(facts.get("why")).startsWith("position");
        assertThat(code(completed(person.certificate(), wish))).isEqualTo("G-334");
    }

    @Test
    void aRefusedCertificateIsToldWithTheJudgesCodeAndFacts() throws Exception {
        Issued expired = OFFICE.authority.expired("교육부", "001만료자002");
        Map<String, String> facts =
                completed(expired, person.wish()).fold(completed -> Map.of(), Ruling.Refused::facts);
        assertThat(facts).containsKey("notAfter");
        assertThat(code(completed(expired, person.wish()))).isEqualTo("G-103");
        assertThat(code(completed(OFFICE.authority.foreign("교육부", "001외부자001"), person.wish())))
                .isEqualTo("G-106");
        Issued revoked = OFFICE.certificate();
        OFFICE.authority.revoke(revoked.certificate());
        OFFICE.revocations.reload();
        assertThat(code(completed(revoked, person.wish()))).isEqualTo("G-104");
    }

    private Ruling<Application.Completed> completed(Issued certificate, Wish wish) {
        Challenge challenge = done(OFFICE.enrollment.challenge(person.id()));
        return OFFICE.enrollment.complete(person.id(), wish, Office.signed(certificate, challenge));
    }
}
