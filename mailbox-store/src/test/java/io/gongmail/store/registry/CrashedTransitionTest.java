package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process ends within a transition, at each time it looks at the clock: before anything is written, between the row and its
 * history, and before the audit entry. What is found after the next start is as before, and goes on.
 */
class CrashedTransitionTest {
    private static final Address FIRST = Address.of("first@moe.gongmail.example");
    private static final Address SECOND = Address.of("second@moe.gongmail.example");

    @TempDir
    static Path folder;

    private static World world;

    @BeforeAll
    static void open() {
        world = World.open(folder);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Nothing catches it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the process when it is looked at for the n-th time. */
    private static final class EndingClock extends Clock {
        private int left;

        EndingClock(int left) {
            this.left = left;
        }

        @Override
        public Instant instant() {
            if (left-- == 0) {
                throw new Crash();
            }
            return World.NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Each way on, from a state that it is for. */
    enum Transition {
        CONSENT(ApplicationState.DRAFT, ApplicationState.CONSENTED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .consent((Application.Draft) from, World.consents())
                        .isPresent();
            }
        },
        VERIFY(ApplicationState.CONSENTED, ApplicationState.VERIFIED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .verify((Application.Consented) from, World.person())
                        .isPresent();
            }
        },
        COMPLETE(ApplicationState.VERIFIED, ApplicationState.COMPLETED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .complete((Application.Verified) from, World.completion(World.number()), World.shown())
                        .isPresent();
            }
        },
        CHANGE(ApplicationState.COMPLETED, ApplicationState.COMPLETED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .complete((Application.Completed) from, World.completion(World.number()), World.shown())
                        .isPresent();
            }
        },
        SUBMIT(ApplicationState.COMPLETED, ApplicationState.SUBMITTED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .submit((Application.Completed) from)
                        .isPresent();
            }
        },
        APPROVE(ApplicationState.SUBMITTED, ApplicationState.APPROVED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications().approve((Application.Submitted) from, SECOND.toString(), "")
                        instanceof ApproveOutcome.Done;
            }
        },
        APPROVE_FIRST(ApplicationState.SUBMITTED, ApplicationState.SUBMITTED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.queue()
                        .approveFirst((Application.Submitted) from, FIRST, "확인함")
                        .isPresent();
            }
        },
        APPROVE_SECOND(ApplicationState.SUBMITTED, ApplicationState.APPROVED) {
            @Override
            Application start() {
                int number = World.number();
                Completion completion = new Completion(
                        AccountType.AGENCY_REPRESENTATIVE,
                        "MOE",
                        "",
                        World.address(number),
                        World.key(number),
                        "",
                        World.NOW.plusSeconds(9),
                        Set.of());
                return world.registry
                        .queue()
                        .approveFirst(world.submitted(completion), FIRST, "")
                        .orElseThrow();
            }

            @Override
            boolean by(Registry registry, Application from) {
                return APPROVE.by(registry, from);
            }
        },
        GIVE_BACK(ApplicationState.SUBMITTED, ApplicationState.RETURNED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .giveBack((Application.Submitted) from, SECOND.toString(), "다시")
                        .isPresent();
            }
        },
        COMPLETE_AGAIN(ApplicationState.RETURNED, ApplicationState.COMPLETED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .complete((Application.Returned) from, World.completion(World.number()), World.shown())
                        .isPresent();
            }
        },
        REJECT(ApplicationState.SUBMITTED, ApplicationState.REJECTED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.applications()
                        .reject((Application.Submitted) from, SECOND.toString(), "재직 아님")
                        .isPresent();
            }
        },
        OPEN(ApplicationState.APPROVED, ApplicationState.PROVISIONED) {
            @Override
            boolean by(Registry registry, Application from) {
                return registry.accounts().open((Application.Approved) from) instanceof OpenOutcome.Opened;
            }
        },
        CHANGE_AGENCY(ApplicationState.APPROVED, ApplicationState.PROVISIONED) {
            @Override
            Application start() {
                Account account = world.account();
                return world.approved(world.registry
                        .agencyChanges()
                        .submit(
                                World.person(),
                                World.consents(),
                                world.changeOfAgency(account, "MOIS", World.address(World.number())),
                                World.shown())
                        .orElseThrow());
            }

            @Override
            boolean by(Registry registry, Application from) {
                return registry.agencyChanges().carryOut((Application.Approved) from, (transaction, old, next) -> {})
                        instanceof OpenOutcome.Opened;
            }
        };

        private final ApplicationState from;
        private final ApplicationState to;

        Transition(ApplicationState from, ApplicationState to) {
            this.from = from;
            this.to = to;
        }

        Application start() {
            return world.in(from);
        }

        abstract boolean by(Registry registry, Application from);
    }

    @ParameterizedTest
    @EnumSource
    void aCrashLeavesAnApplicationThatCanGoOn(Transition transition) {
        int crashes = 0;
        boolean done = false;
        while (!done) {
            Application before = transition.start();
            int history = world.applications.history(before.id()).size();
            long audited = world.audit.lastNumber();
            int at = crashes;
            try (Registry crashing = Registry.open(world.database, new EndingClock(at), World.PERSONAL)) {
                done = isThrough(crashing, transition, before);
            }
            if (!done) {
                crashes++;
                assertThat(world.applications.find(before.id())).contains(before);
                assertThat(world.applications.history(before.id())).hasSize(history);
                assertThat(world.audit.lastNumber()).isEqualTo(audited);
                // After the next start.
                assertThat(transition.by(world.registry, before)).isTrue();
            }
            Application after = world.applications.find(before.id()).orElseThrow();
            assertThat(after.state()).isEqualTo(transition.to);
            assertThat(after.version()).isEqualTo(before.version() + 1);
            assertThat(world.applications.history(before.id())).hasSize(history + 1);
            assertThat(world.audit.verify()).isEmpty();
        }
        // At least before the history row and before the audit entry.
        assertThat(crashes).isGreaterThanOrEqualTo(2);
    }

    private static boolean isThrough(Registry crashing, Transition transition, Application before) {
        try {
            assertThat(transition.by(crashing, before)).isTrue();
            return true;
        } catch (Crash e) {
            return false;
        }
    }

    /** Every way from a state to another is tried above. */
    @ParameterizedTest
    @EnumSource
    void everyStateButTheFirstIsReached(ApplicationState state) {
        assertThat(Set.of(Transition.values()).stream().anyMatch(transition -> transition.to == state))
                .isEqualTo(state != ApplicationState.DRAFT);
    }
}
