package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.session.EndReason;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.events.EventBus;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whoever leaves a mailbox, in whatever way, hears of it no more: what listens on would note for ever what is to be told. */
class LeftMailboxTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final AtomicInteger LISTENING = new AtomicInteger();
    /** Who is about to listen. */
    private static final AtomicInteger SELECTING = new AtomicInteger();

    private static ImapListener listener;
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    @BeforeAll
    static void start() throws Exception {
        listener = SERVER.imap(TestServer.imapConfig(), counting(SERVER.mail().eventBus()));
        listener.start();
    }

    @AfterAll
    static void stop() {
        listener.close();
    }

    private static EventBus counting(EventBus events) {
        return (EventBus) Proxy.newProxyInstance(
                EventBus.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                    try {
                        SELECTING.incrementAndGet();
                        gate.await();
                        SELECTING.decrementAndGet();
                        Object told = method.invoke(events, arguments);
                        return method.getName().equals("register") && arguments[1] instanceof RegistrationKey
                                ? Mono.from((Publisher<?>) told)
                                        .map(Registration.class::cast)
                                        .map(LeftMailboxTest::counted)
                                : told;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Registration counted(Registration registration) {
        LISTENING.incrementAndGet();
        return () -> Mono.from(registration.unregister()).doOnSuccess(done -> LISTENING.decrementAndGet());
    }

    private static ImapTalk signedIn(TestPerson person) {
        return ImapTalk.showing(listener.port(), person.certificate())
                .says("* OK")
                .does("a0 LOGIN " + person.address() + " " + person.password());
    }

    private static void nobodyListens() {
        await().untilAsserted(() -> assertThat(LISTENING).hasValue(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSELECT", "CLOSE", "SELECT nothing", "DELETE Left"})
    void aCommandLeaves(String command) {
        TestPerson hong = SERVER.person("hong");
        try (ImapTalk imap = signedIn(hong)) {
            imap.does("a1 CREATE Left").does("a2 SELECT Left");
            assertThat(LISTENING).hasValue(1);
            imap.does("a3 EXAMINE INBOX").does("a4 SELECT Left");
            assertThat(LISTENING).as("one mailbox at a time").hasValue(1);
            imap.hears("a5 " + command).says("a5");
            nobodyListens();
        }
    }

    @Test
    void closingWhatIsExaminedLeaves() {
        TestPerson hong = SERVER.person("hong");
        try (ImapTalk imap = signedIn(hong)) {
            imap.does("a1 EXAMINE INBOX").does("a2 CLOSE");
            nobodyListens();
        }
    }

    @Test
    void goingAwayLeavesEvenWhileItIsBeingSelected() {
        TestPerson hong = SERVER.person("hong");
        for (int time = 0; time < 20; time++) {
            try (ImapTalk imap = signedIn(hong)) {
                imap.does("a1 SELECT INBOX").hears("a2 SELECT Sent");
            }
        }
        nobodyListens();
    }

    /** Whoever's session is ended from outside is signed out while the command still runs. */
    @Test
    void whatIsEndedBeforeItListensLeavesNothingBehind() {
        TestPerson hong = SERVER.person("hong");
        gate = new CountDownLatch(1);
        try (ImapTalk imap = signedIn(hong)) {
            imap.hears("a1 SELECT INBOX");
            await().until(() -> SELECTING.get() == 1);
            SERVER.sessions().endAccount(Address.of(hong.address()), EndReason.ACCOUNT_CLOSED);
            await().until(() -> listener.counters().connections() == 0);
        } finally {
            gate.countDown();
        }
        await().until(() -> SELECTING.get() == 0);
        nobodyListens();
    }
}
