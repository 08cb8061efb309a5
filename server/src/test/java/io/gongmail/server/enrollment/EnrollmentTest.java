package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.APPROVED;
import static io.gongmail.store.registry.ApplicationState.COMPLETED;
import static io.gongmail.store.registry.ApplicationState.CONSENTED;
import static io.gongmail.store.registry.ApplicationState.DRAFT;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static io.gongmail.store.registry.ApplicationState.REJECTED;
import static io.gongmail.store.registry.ApplicationState.RETURNED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static io.gongmail.store.registry.ApplicationState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action in every state, and the way through. */
class EnrollmentTest {
    private static final Office OFFICE = Office.shared();
    private static final byte[] NOTHING = {};

    /** What people do to an application. */
    enum Action {
        CONSENT(Set.of(DRAFT), CONSENTED) {
            @Override
            Ruling<?> by(Person person) {
                Enrollment enrollment = OFFICE.enrollment;
                return enrollment.consent(
                        person.id(),
                        enrollment.terms().version(),
                        enrollment.privacy().version());
            }
        },
        BEGIN_VERIFICATION(Set.of(CONSENTED), CONSENTED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.enrollment.beginVerification(person.id(), "i-pin");
            }
        },
        COMPLETE_VERIFICATION(Set.of(CONSENTED), VERIFIED) {
            @Override
            Ruling<?> by(Person person) {
                if (OFFICE.find(person).state() == CONSENTED) {
                    done(OFFICE.enrollment.beginVerification(person.id(), "mobile"));
                }
                return OFFICE.enrollment.completeVerification(person.id());
            }
        },
        CHALLENGE(Set.of(VERIFIED, COMPLETED, RETURNED), null) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.enrollment.challenge(person.id());
            }
        },
        COMPLETE(Set.of(VERIFIED, COMPLETED, RETURNED), COMPLETED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.enrollment.complete(
                        person.id(),
                        person.wish(),
                        OFFICE.enrollment.challenge(person.id()).fold(person::signed, refused -> NOTHING));
            }
        },
        SUBMIT(Set.of(COMPLETED), SUBMITTED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.enrollment.submit(person.id());
            }
        },
        APPROVE(Set.of(SUBMITTED), APPROVED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.review.approve(person.id(), OFFICE.reviewer(), "");
            }
        },
        GIVE_BACK(Set.of(SUBMITTED), RETURNED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.review.giveBack(person.id(), OFFICE.reviewer(), "직위 확인");
            }
        },
        REJECT(Set.of(SUBMITTED), REJECTED) {
            @Override
            Ruling<?> by(Person person) {
                return OFFICE.review.reject(person.id(), OFFICE.reviewer(), "재직 아님");
            }
        };

        private final Set<ApplicationState> from;
        private final ApplicationState to;

        /** @param to null where it stays as it is */
        Action(Set<ApplicationState> from, ApplicationState to) {
            this.from = from;
            this.to = to;
        }

        abstract Ruling<?> by(Person person);
    }

    static Stream<Arguments> everyActionInEveryState() {
        return Arrays.stream(ApplicationState.values())
                .flatMap(state -> Arrays.stream(Action.values()).map(action -> Arguments.of(state, action)));
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void anActionIsTakenInItsStateAndRefusedInEveryOther(ApplicationState state, Action action) {
        Person person = OFFICE.in(state);
        Application before = OFFICE.find(person);
        assertThat(before.state()).isEqualTo(state);

        Ruling<?> outcome = action.by(person);

        if (action.from.contains(state)) {
            assertThat(code(outcome)).isEqualTo("done");
            assertThat(OFFICE.find(person).state()).isEqualTo(action.to == null ? state : action.to);
        } else {
            assertThat(outcome).isEqualTo(new Ruling.Refused<>("G-302", Map.of("state", state.name())));
            assertThat(OFFICE.find(person)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatIsNotThereIsToldSo(Action action) {
        Person real = OFFICE.in(DRAFT);
        Person nobody = new Person(real.certificate(), real.wish(), new ApplicationId(UUID.randomUUID()));
        if (action == Action.COMPLETE_VERIFICATION) {
            assertThat(code(OFFICE.enrollment.completeVerification(nobody.id())))
                    .isEqualTo("G-301");
        } else {
            assertThat(code(action.by(nobody))).isEqualTo("G-301");
        }
    }

    @Test
    void onlyTheTextsInForceAreConsentedTo() {
        Person person = OFFICE.in(DRAFT);
        String terms = OFFICE.enrollment.terms().version();
        String privacy = OFFICE.enrollment.privacy().version();
        assertThat(OFFICE.enrollment.consent(person.id(), "2020-01-01/0123456789abcdef", privacy))
                .isEqualTo(new Ruling.Refused<>("G-304", Map.of("version", terms + " and " + privacy)));
        assertThat(code(OFFICE.enrollment.consent(person.id(), terms, terms))).isEqualTo("G-304");
        assertThat(done(OFFICE.enrollment.consent(person.id(), terms, privacy)).consents())
                .satisfies(consents -> {
                    assertThat(consents.terms()).isEqualTo(terms);
                    assertThat(consents.privacy()).isEqualTo(privacy);
                });
    }

    @Test
    void whatWasGivenBackIsMendedAndDecidedAgain() {
        Person person = OFFICE.in(RETURNED);
        var challenge = done(OFFICE.enrollment.challenge(person.id()));
        var mended = Office.wish(Office.freshAddress());
        done(OFFICE.enrollment.complete(person.id(), mended, person.signed(challenge)));
        done(OFFICE.enrollment.submit(person.id()));
        Application.Approved approved = done(OFFICE.review.approve(person.id(), OFFICE.reviewer(), "확인함"));
        assertThat(approved.completion().desired()).hasToString(mended.address());
        assertThat(done(OFFICE.provisioning.provision(approved)).address()).hasToString(mended.address());
        assertThat(OFFICE.find(person).state()).isEqualTo(PROVISIONED);
    }
}
