package io.gongmail.server.notice.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Ruling.Refused;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom expressions mean, and who may address them. */
class AudiencesTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final Registry REGISTRY = SERVER.registry();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SCHOOLS = "AUD-SCHOOLS";
    private static final String HEALTH = "AUD-HEALTH";

    private static TestPerson head;
    private static TestPerson teacher;
    private static TestPerson doctor;

    private final Audiences audiences = new Audiences(REGISTRY, Duration.ofSeconds(10));
    private final String name = "audience-" + NUMBER.incrementAndGet();

    @BeforeAll
    static void people() {
        REGISTRY.agencies().put(new Agency(SCHOOLS, "학교", Set.of("schools.gongmail.example")), "test");
        REGISTRY.agencies().put(new Agency(HEALTH, "보건", Set.of("health.gongmail.example")), "test");
        REGISTRY.units().put(SCHOOLS, new AgencyUnit("A", "기획실", ""), "test");
        REGISTRY.units().put(SCHOOLS, new AgencyUnit("B", "기획 1팀", "A"), "test");
        head = person("head", SCHOOLS, "기획실", "과장");
        teacher = person("teacher", SCHOOLS, "기획1팀", "주무관");
        doctor = person("doctor", HEALTH, "기획실", "과장");
    }

    private static TestPerson person(String name, String agency, String unit, String position) {
        TestPerson person = SERVER.person(name);
        SERVER.worksAt(person, agency);
        SERVER.isKnownAs(person, name, unit, position);
        return person;
    }

    private static Address address(TestPerson person) {
        return Address.of(person.address());
    }

    private List<Address> members(String expression) {
        return audiences.resolved(expression).fold(Audience::members, refused -> {
            throw new AssertionError(expression + " is refused: " + refused);
        });
    }

    private static String code(Ruling<?> ruling) {
        return ruling.fold(granted -> "granted", Refused::code);
    }

    @Test
    void termsMeanPeople() {
        assertThat(members("all")).contains(address(head), address(teacher), address(doctor));
        assertThat(members("agency:" + SCHOOLS)).containsExactlyInAnyOrder(address(head), address(teacher));
        assertThat(members("unit:" + SCHOOLS + "/A")).containsExactlyInAnyOrder(address(head), address(teacher));
        assertThat(members("unit:" + SCHOOLS + "/B")).containsExactly(address(teacher));
        assertThat(members("position:과장"))
                .contains(address(head), address(doctor))
                .doesNotContain(address(teacher));
        assertThat(members("role:official & agency:" + HEALTH)).containsExactly(address(doctor));
        assertThat(members(doctor.address())).containsExactly(address(doctor));
        REGISTRY.accounts().grant(address(doctor), Role.HELPDESK, "test");
        assertThat(members("role:helpdesk")).contains(address(doctor)).doesNotContain(address(head));
    }

    @Test
    void setsAreJoined() {
        String schools = "agency:" + SCHOOLS;
        assertThat(members(schools + " & position:과장")).containsExactly(address(head));
        assertThat(members(schools + " - position:과장")).containsExactly(address(teacher));
        assertThat(members("(" + schools + " | agency:" + HEALTH + ") & position:과장"))
                .containsExactlyInAnyOrder(address(head), address(doctor));
        assertThat(members(schools + " + " + schools + " + " + head.address())).hasSize(2);
    }

    @Test
    void savedOnesMeanWhatTheyWereSavedAs() {
        audiences.save(name, SCHOOLS, "agency:" + SCHOOLS, "test");
        audiences.save(name + "-list", "", List.of(address(head), address(doctor)), "test");
        assertThat(members(name + " & list:" + name + "-list")).containsExactly(address(head));
        assertThat(members(name + "-list")).containsExactlyInAnyOrder(address(head), address(doctor));
        assertThat(code(audiences.resolved("list:" + name))).as("it is no list").isEqualTo("G-933");
        assertThat(members(name + " - " + name + "-list + " + name))
                .as("looked up twice")
                .hasSize(2);
        audiences.save(name + "-unit", "", "unit:" + SCHOOLS + "/B | position:과장 & agency:" + HEALTH, "test");
        assertThat(members(name + "-unit")).containsExactlyInAnyOrder(address(teacher), address(doctor));
    }

    @Test
    void whatLeadsBackToItselfIsNotSaved() {
        String other = name + "-other";
        assertThat(code(audiences.save(name, "", name, "test"))).isEqualTo("G-934");
        assertThat(code(audiences.save(name, "", "agency:" + SCHOOLS, "test"))).isEqualTo("granted");
        assertThat(code(audiences.save(other, "", "all - " + name, "test"))).isEqualTo("granted");
        assertThat(code(audiences.save(name, "", "all & " + other, "test"))).isEqualTo("G-934");
        assertThat(members(name)).as("as it was").containsExactlyInAnyOrder(address(head), address(teacher));
        // Two administrators at once may come past that look.
        REGISTRY.audiences().save(name, "", other, "test");
        assertThat(code(audiences.resolved(name))).isEqualTo("G-934");
    }

    @Test
    void savedOnesWithinOneAnotherAreBounded() {
        audiences.save(name + "-0", "", "agency:" + SCHOOLS, "test");
        for (int i = 1; i < Resolving.DEEPEST; i++) {
            String before = name + "-" + (i - 1);
            // Each names the one before twice: looked up once, as 2 to the 16th would be too often.
            assertThat(code(audiences.save(name + "-" + i, "", before + " & " + before, "test")))
                    .isEqualTo("granted");
        }
        int last = Resolving.DEEPEST - 1;
        assertThat(members(name + "-" + last)).hasSize(2);
        REGISTRY.audiences().save(name + "-deep", "", name + "-" + last, "test");
        assertThat(code(audiences.resolved(name + "-deep"))).isEqualTo("G-934");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(code(audiences.resolved("no-such-name"))).isEqualTo("G-933");
        assertThat(code(audiences.resolved("agency:NONE"))).isEqualTo("G-938");
        assertThat(code(audiences.resolved("unit:" + SCHOOLS + "/Z"))).isEqualTo("G-938");
        assertThat(code(audiences.resolved("agency:" + SCHOOLS + " & agency:" + HEALTH)))
                .isEqualTo("G-936");
        assertThat(code(audiences.resolved("nobody@schools.gongmail.example"))).isEqualTo("G-936");
        assertThat(code(audiences.resolved("(all"))).isEqualTo("G-931");
        assertThatThrownBy(() -> audiences.save(name, "NONE", "all", "test")).hasMessageContaining("NONE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agency:AUD-SCHOOLS",
                "unit:AUD-SCHOOLS/A",
                "all & agency:AUD-SCHOOLS",
                "agency:AUD-SCHOOLS & position:과장",
                "agency:AUD-SCHOOLS - role:reviewer",
                "unit:AUD-SCHOOLS/A | unit:AUD-SCHOOLS/B",
                "(all - agency:AUD-HEALTH) & agency:AUD-SCHOOLS"
            })
    void anAgencyAddressesItsOwnPeople(String expression) {
        assertThat(code(audiences.mayAddress(expression, SCHOOLS))).isEqualTo("granted");
        assertThat(code(audiences.resolved(expression, SCHOOLS))).isEqualTo("granted");
        assertThat(code(audiences.resolved(expression, ""))).isEqualTo("G-935");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "agency:AUD-HEALTH",
                "unit:AUD-HEALTH/A",
                "unit:AUD-SCHOOLS2/A",
                "position:과장",
                "role:reviewer",
                "agency:AUD-SCHOOLS | agency:AUD-HEALTH",
                "agency:AUD-HEALTH | agency:AUD-SCHOOLS",
                "all - agency:AUD-SCHOOLS",
                "position:과장 & role:reviewer",
                "agency:AUD-SCHOOLS & position:과장 | role:reviewer"
            })
    @Adversary("a notice to people whom the agency may not address, by however the audience is put together")
    void anAgencyAddressesNobodyElse(String expression) {
        assertThat(code(audiences.mayAddress(expression, SCHOOLS))).isEqualTo("G-935");
        assertThat(code(audiences.resolved(expression, SCHOOLS))).isEqualTo("G-935");
    }

    @Test
    void anAgencyAddressesSingleAccountsOfItsOwnAlone() {
        assertThat(code(audiences.mayAddress(head.address(), SCHOOLS))).isEqualTo("granted");
        assertThat(code(audiences.mayAddress(doctor.address(), SCHOOLS))).isEqualTo("G-935");
        assertThat(code(audiences.mayAddress("nobody@schools.gongmail.example", SCHOOLS)))
                .isEqualTo("G-935");
    }

    @Test
    void whatItWasGrantedAndWhatIsItsOwnItMayAddress() {
        audiences.save(name, "", "agency:" + HEALTH, "test");
        assertThat(code(audiences.mayAddress(name, SCHOOLS))).isEqualTo("G-935");
        assertThat(code(audiences.mayAddress("not-" + name, SCHOOLS))).isEqualTo("G-933");
        REGISTRY.audienceGrants().give(name, SCHOOLS, "test");
        assertThat(code(audiences.mayAddress(name + " | agency:" + SCHOOLS, SCHOOLS)))
                .isEqualTo("granted");
        assertThat(audiences.resolved(name, SCHOOLS).fold(Audience::members, refused -> List.<Address>of()))
                .containsExactly(address(doctor));
        REGISTRY.audienceGrants().withdraw(name, SCHOOLS, "test");
        assertThat(code(audiences.mayAddress(name, SCHOOLS))).isEqualTo("G-935");
        audiences.save(name, SCHOOLS, "agency:" + HEALTH, "test");
        assertThat(code(audiences.mayAddress(name, SCHOOLS))).isEqualTo("granted");
    }

    @Test
    void whoWaitsTooLongForTheirTurnIsToldToComeAgain() throws Exception {
        Audiences impatient = new Audiences(REGISTRY, Duration.ofMillis(1));
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> codes = java.util.stream.IntStream.range(0, 64)
                    .mapToObj(i -> many.submit(() -> {
                        done.await();
                        return code(impatient.resolved("all"));
                    }))
                    .toList();
            done.countDown();
            for (Future<String> one : codes) {
                assertThat(one.get()).isIn("granted", "G-937");
            }
            assertThat(codes).anySatisfy(one -> assertThat(one.get()).isEqualTo("granted"));
        } finally {
            many.shutdownNow();
        }
        assertThat(code(audiences.resolved("all"))).isEqualTo("granted");
    }
}
