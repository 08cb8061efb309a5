package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.APPROVED;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.BindingState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** All or nothing, and once, wherever a run ends: before and after each call to what provisioning is given. */
class ProvisioningTest {
    private static final Office OFFICE = Office.shared();
    private static final List<String> MAILBOXES = List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive", "공지");

    /** The process ends here: nothing catches it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Collaborators that count their calls, and let one of them end badly, before it did its work or after. */
    private static final class Fragile {
        private final List<String> calls = new ArrayList<>();
        private final int at;
        private final boolean after;
        private final Throwable how;

        Fragile(int at, boolean after, Throwable how) {
            this.at = at;
            this.after = after;
            this.how = how;
        }

        Provisioning provisioning(Office office) {
            return new Provisioning(
                    around(AccountRecords.class, AccountRecords.of(office.registry)),
                    office.certificates,
                    office.moves,
                    around(MailboxManager.class, office.mail.mailboxManager()),
                    around(SubscriptionManager.class, office.mail.subscriptionManager()),
                    Clock.systemUTC());
        }

        private <T> T around(Class<T> face, T real) {
            return face.cast(Proxy.newProxyInstance(
                    face.getClassLoader(), new Class<?>[] {face}, (self, method, given) -> {
                        int call = calls.size();
                        calls.add(method.getName());
                        if (call == at && !after) {
                            throw how;
                        }
                        Object result;
                        try {
                            result = method.invoke(real, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (call == at) {
                            throw how;
                        }
                        return result instanceof MessageManager inbox ? around(MessageManager.class, inbox) : result;
                    }));
        }
    }

    private static final List<String> CALLS = callsOfAWholeRun();

    private static List<String> callsOfAWholeRun() {
        Fragile none = new Fragile(-1, false, new Crash());
        done(none.provisioning(OFFICE).provision(approved(OFFICE.in(APPROVED))));
        return List.copyOf(none.calls);
    }

    /** So that what is resumed is what the test left. */
    @BeforeEach
    void nothingIsLeftByOthers() {
        OFFICE.provisioning.resume();
    }

    @Test
    void theStepsAreWhatTheyAreKnownToBe() {
        assertThat(CALLS).startsWith("find", "record", "createSystemSession", "createMailbox", "subscribe");
        assertThat(CALLS).endsWith("appendMessage", "endProcessingRequest", "open");
        assertThat(CALLS.stream().filter("createMailbox"::equals)).hasSize(MAILBOXES.size());
    }

    @TestFactory
    Stream<DynamicTest> aCrashAtAnyStepLeavesNothingHalfAndIsResumed() {
        return IntStream.range(0, CALLS.size() * 2).mapToObj(i -> {
            int at = i / 2;
            boolean after = i % 2 == 1;
            return DynamicTest.dynamicTest((after ? "after " : "before ") + at + " " + CALLS.get(at), () -> {
                Person person = OFFICE.in(APPROVED);
                Application.Approved approved = approved(person);
                Provisioning crashing = new Fragile(at, after, new Crash()).provisioning(OFFICE);
                assertThatThrownBy(() -> crashing.provision(approved)).isInstanceOf(Crash.class);

                boolean whole = after && CALLS.get(at).equals("open");
                if (!whole) {
                    assertThat(OFFICE.registry.accounts().find(person.address()))
                            .isEmpty();
                    assertThat(OFFICE.registry.bindings().of(person.address())).isEmpty();
                    assertThat(OFFICE.find(person)).isEqualTo(approved);
                }
                // The next start.
                assertThat(OFFICE.provisioning.resume()).isEqualTo(whole ? 0 : 1);
                hasEverythingOnce(OFFICE, person);
                // And the one after it.
                assertThat(OFFICE.provisioning.resume()).isZero();
                done(OFFICE.provisioning.provision(approved));
                hasEverythingOnce(OFFICE, person);
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> aStoreThatFailsIsToldAndTheApplicationStaysApproved() {
        return Stream.of("record", "createMailbox", "subscribe", "getMailbox", "appendMessage", "open")
                .map(step -> DynamicTest.dynamicTest(step, () -> {
                    Person person = OFFICE.in(APPROVED);
                    MailboxException full = new MailboxException("no room");
                    Throwable how = switch (step) {
                        case "record", "open" -> new StoreException(StoreException.Kind.FULL, "no room");
                        case "subscribe" -> new SubscriptionException(full);
                        default -> full;
                    };
                    Provisioning failing = new Fragile(CALLS.indexOf(step), false, how).provisioning(OFFICE);
                    assertThat(code(failing.provision(approved(person)))).isEqualTo("G-344");
                    assertThat(OFFICE.find(person).state()).isEqualTo(APPROVED);
                    assertThat(OFFICE.provisioning.resume()).isEqualTo(1);
                    hasEverythingOnce(OFFICE, person);
                }));
    }

    @Test
    void oneThatCannotBeProvisionedDoesNotKeepTheOthers() {
        Person taken = OFFICE.in(APPROVED);
        Person free = OFFICE.in(APPROVED);
        OFFICE.account(taken.address(), Set.of());
        assertThat(OFFICE.provisioning.resume()).isEqualTo(1);
        hasEverythingOnce(OFFICE, free);
        assertThat(code(OFFICE.provisioning.provision(approved(taken)))).isEqualTo("G-333");
        assertThat(OFFICE.find(taken).state()).isEqualTo(APPROVED);
    }

    @RepeatedTest(3)
    void ofSeveralRunsAtOnceForOneApplicationEachFindsItDone() throws Exception {
        Person person = OFFICE.in(APPROVED);
        Application.Approved approved = approved(person);
        CyclicBarrier start = new CyclicBarrier(3);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return code(OFFICE.provisioning.provision(approved));
                }));
            }
            for (Future<String> run : runs) {
                assertThat(run.get()).isEqualTo("done");
            }
        } finally {
            threads.shutdownNow();
        }
        hasEverythingOnce(OFFICE, person);
    }

    @Test
    void aCrashIsResumedAfterTheStoreWasOpenedAgain(@TempDir Path folder) {
        Person person;
        try (Office before = Office.open(folder)) {
            person = before.in(APPROVED);
            Provisioning crashing = new Fragile(CALLS.indexOf("appendMessage"), true, new Crash()).provisioning(before);
            assertThatThrownBy(() -> crashing.provision((Application.Approved) before.find(person)))
                    .isInstanceOf(Crash.class);
        }
        try (Office after = Office.open(folder)) {
            assertThat(after.provisioning.resume()).isEqualTo(1);
            hasEverythingOnce(after, person);
        }
    }

    private static Application.Approved approved(Person person) {
        return (Application.Approved) OFFICE.find(person);
    }

    /** Account, binding, mailboxes with subscriptions, welcome, state and audit entries: one of each. */
    private static void hasEverythingOnce(Office office, Person person) {
        assertThat(office.registry.accounts().find(person.address()))
                .get()
                .satisfies(account -> assertThat(account.state()).isEqualTo(AccountState.ACTIVE));
        assertThat(office.registry.bindings().of(person.address()))
                .singleElement()
                .satisfies(binding -> assertThat(binding.state()).isEqualTo(BindingState.ACTIVE));
        assertThat(office.find(person).state()).isEqualTo(PROVISIONED);
        assertThat(office.registry.applications().history(person.id()))
                .filteredOn(entry -> entry.to() == PROVISIONED)
                .hasSize(1);
        assertThat(auditOf(office, person.id().toString()))
                .filteredOn("account.opened"::equals)
                .hasSize(1);
        // Each try says what it is about to do.
        assertThat(auditOf(office, person.address().toString())).contains("provisioning.started");
        try {
            MailboxManager mailboxes = office.mail.mailboxManager();
            MailboxSession session =
                    mailboxes.createSystemSession(Username.of(person.address().toString()));
            assertThat(mailboxes
                            .search(
                                    MailboxQuery.privateMailboxesBuilder(session)
                                            .build(),
                                    session)
                            .toStream()
                            .map(found -> found.getPath().getName()))
                    .containsExactlyInAnyOrderElementsOf(MAILBOXES);
            assertThat(ImmutableList.copyOf(office.mail.subscriptionManager().subscriptions(session)).stream()
                            .map(MailboxPath::getName))
                    .containsExactlyInAnyOrderElementsOf(MAILBOXES);
            List<MessageResult> messages = ImmutableList.copyOf(mailboxes
                    .getMailbox(MailboxPath.inbox(session), session)
                    .getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session));
            assertThat(messages).hasSize(1);
            assertThat(new String(
                            messages.get(0).getFullContent().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("To: <" + person.address() + ">")
                    .contains("Message-ID: <welcome." + person.address() + ">");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> auditOf(Office office, String subject) {
        long last = office.registry.audit().lastNumber();
        return office.registry.audit().list(Math.max(1, last - 1_000), 2_000).stream()
                .map(AuditEntry::event)
                .filter(event -> event.subject().equals(subject))
                .map(event -> event.code())
                .toList();
    }

    @Test
    void aSystemGetsAnAccountAndABindingButNoMailbox() throws Exception {
        Person system = OFFICE.in(
                APPROVED,
                OFFICE.authority.system("교육부", "교육부시스템001"),
                new Enrollment.Wish(AccountType.AGENCY_RELAY, Office.AGENCY, "공지 시스템", Office.freshAddress()));
        done(OFFICE.provisioning.provision(approved(system)));
        assertThat(OFFICE.registry
                        .accounts()
                        .find(system.address())
                        .orElseThrow()
                        .type())
                .isEqualTo(AccountType.AGENCY_RELAY);
        assertThat(OFFICE.registry.bindings().of(system.address()))
                .extracting(binding -> binding.state())
                .containsExactly(BindingState.ACTIVE);
        MailboxManager mailboxes = OFFICE.mail.mailboxManager();
        MailboxSession session =
                mailboxes.createSystemSession(Username.of(system.address().toString()));
        assertThat(mailboxes
                        .search(MailboxQuery.privateMailboxesBuilder(session).build(), session)
                        .toStream())
                .isEmpty();
    }
}
