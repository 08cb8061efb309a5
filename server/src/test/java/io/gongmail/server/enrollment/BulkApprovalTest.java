package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.COMPLETED;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.BulkApproval.Line;
import io.gongmail.server.enrollment.BulkApproval.Result;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ApplicationState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agency's list is approved line by line, each by the rules that hold for one alone. */
class BulkApprovalTest {
    private static final Office OFFICE = Office.shared();
    private static int number;

    private final BulkApproval approvals = new BulkApproval(OFFICE.registry, OFFICE.review, OFFICE.provisioning);
    private String agency;

    @BeforeEach
    void anAgencyOfItsOwn() {
        agency = "L" + ++number;
        OFFICE.registry.agencies().put(new Agency(agency, "기관", Set.of("l" + number + ".example")), "test");
    }

    private Person in(ApplicationState state, String staffNumber) {
        return OFFICE.in(
                state,
                OFFICE.certificate(),
                new Enrollment.Wish(
                        AccountType.OFFICIAL,
                        agency,
                        "",
                        "a" + ++number + "@" + agency.toLowerCase(Locale.ROOT) + ".example",
                        "",
                        staffNumber));
    }

    private static List<Line> good(Listed<List<Line>> listed) {
        return listed.fold(lines -> lines, faulty -> {
            throw new AssertionError(faulty);
        });
    }

    private List<Line> tried(String list) {
        return good(
                approvals.tried(agency, list.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT, OFFICE.reviewer()));
    }

    private List<Line> approved(String list) {
        return good(approvals.done(
                agency, list.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT, OFFICE.reviewer(), "명단에 있음"));
    }

    private static List<String> told(List<Line> lines) {
        return lines.stream()
                .map(line -> line.number() + " " + line.result()
                        + line.why().map(Told::code).map(code -> " " + code).orElse(""))
                .toList();
    }

    @Test
    void eachIsDecidedApartAndOneThatIsStoppedDoesNotStopTheOthers() {
        Person first = in(SUBMITTED, "1");
        Person early = in(COMPLETED, "2");
        Person last = in(SUBMITTED, "3");
        String list = "신청번호\n" + first.id() + "\n" + early.id() + "\nno number\n" + last.id() + "\n";
        List<String> expected = List.of("2 APPROVED", "3 STOPPED G-302", "4 STOPPED G-301", "5 APPROVED");
        assertThat(told(tried(list))).isEqualTo(expected);
        assertThat(OFFICE.find(first).state()).isEqualTo(SUBMITTED);
        assertThat(told(approved(list))).isEqualTo(expected);
        assertThat(OFFICE.find(first).state()).isEqualTo(PROVISIONED);
        assertThat(OFFICE.find(early).state()).isEqualTo(COMPLETED);
        assertThat(OFFICE.find(last).state()).isEqualTo(PROVISIONED);
        assertThat(OFFICE.registry.accounts().find(last.address())).isPresent();
        // Used again, as after a crash in its middle: what is decided stays.
        assertThat(told(approved(list))).startsWith("2 STOPPED G-302");
    }

    @Test
    void staffAreFoundByNumberOrNameAmongThoseWhoWait() {
        Person numbered = in(SUBMITTED, "77");
        assertThat(told(tried("사번\n77\n78\n"))).containsExactly("2 APPROVED", "3 STOPPED G-377");
        assertThat(told(tried("성명\n홍 길동\n김철수\n"))).containsExactly("2 APPROVED", "3 STOPPED G-377");
        in(SUBMITTED, "79");
        assertThat(told(tried("성명\n홍길동\n"))).containsExactly("2 STOPPED G-378");
        assertThat(told(tried("성명,사번\n홍길동,77\n"))).containsExactly("2 APPROVED");
        assertThat(tried("사번\n77\n").get(0).application()).contains(numbered.id());
    }

    @Test
    void thoseOfOtherAgenciesAreNot() {
        Person elsewhere = OFFICE.in(SUBMITTED);
        assertThat(told(approved("신청번호\n" + elsewhere.id() + "\n"))).containsExactly("2 STOPPED G-379");
        assertThat(OFFICE.find(elsewhere).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void onePersonOnTwoLinesIsToldOnce() {
        Person person = in(SUBMITTED, "5");
        assertThat(told(tried("신청번호,사번\n" + person.id() + ",\n,5\n"))).containsExactly("2 APPROVED", "3 STOPPED G-371");
    }

    @Test
    void aTryFindsWhatWouldStopEach() throws Exception {
        Person revoked = in(SUBMITTED, "1");
        OFFICE.authority.revoke(revoked.certificate().certificate());
        OFFICE.revocations.reload();
        Person one = in(SUBMITTED, "2");
        Person sameAddress = OFFICE.in(SUBMITTED, OFFICE.certificate(), one.wish());
        done(OFFICE.review.approve(one.id(), OFFICE.reviewer(), ""));
        String list = "신청번호\n" + revoked.id() + "\n" + sameAddress.id() + "\n";
        assertThat(told(tried(list))).containsExactly("2 STOPPED G-104", "3 STOPPED G-333");
        assertThat(OFFICE.find(revoked).state()).isEqualTo(SUBMITTED);
        assertThat(told(approved(list))).containsExactly("2 STOPPED G-346", "3 STOPPED G-333");
    }

    @Test
    void aRepresentativeGetsTheFirstOfTwoApprovals() throws Exception {
        Person person = OFFICE.in(
                SUBMITTED,
                OFFICE.authority.agency("교육부", "대표" + number),
                new Enrollment.Wish(
                        AccountType.AGENCY_REPRESENTATIVE,
                        agency,
                        "",
                        "r@" + agency.toLowerCase(Locale.ROOT) + ".example"));
        String list = "신청번호\n" + person.id() + "\n";
        assertThat(told(tried(list))).containsExactly("2 FIRST_APPROVAL G-347");
        assertThat(told(approved(list))).containsExactly("2 FIRST_APPROVAL G-347");
        assertThat(told(approved(list))).containsExactly("2 STOPPED G-348");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void aListWithFaultsDecidesNothing() {
        Person person = in(SUBMITTED, "5");
        Listed<List<Line>> listed = approvals.done(
                agency,
                ("신청번호,사번\n" + person.id() + ",5\n,5,6\n").getBytes(StandardCharsets.UTF_8),
                ListEncoding.DETECT,
                OFFICE.reviewer(),
                "");
        assertThat(listed).isInstanceOf(Listed.Faulty.class);
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void whoDoesNotReviewApprovesNobody() {
        Person person = in(SUBMITTED, "5");
        List<Line> lines = good(approvals.done(
                agency, "사번\n5\n".getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT, person.address(), ""));
        assertThat(told(lines)).containsExactly("2 STOPPED G-341");
        assertThat(lines.get(0).result()).isEqualTo(Result.STOPPED);
    }
}
