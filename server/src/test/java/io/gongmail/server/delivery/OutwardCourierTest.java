package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.io.ByteSource;
import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.store.mail.queue.QueuedMail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail for other servers, from the real queue to other servers as the test makes them: RFC 5321 §4.5.4.1, RFC 3464. */
class OutwardCourierTest {
    private static final String TEXT = "From: <hong@moe.gongmail.example>\r\nSubject: hello\r\n\r\nthe body\r\n";
    private static final String GREYLISTED = "451 4.7.1 greylisted";
    private static final Duration NEVER = Duration.ZERO;

    @TempDir
    static Path folder;

    private static Post post;
    /** Domain and recipients of each call. */
    private final List<String> handed = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        post = new Post(folder, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        post.close();
    }

    @BeforeEach
    void clear() throws Exception {
        post.clear();
    }

    private static OutwardSettings settings(Duration retry, Duration giveUp, Duration delay) {
        return new OutwardSettings(4, 2, 40, List.of(retry), giveUp, delay, Duration.ofSeconds(10));
    }

    private void start(OutwardSettings settings, Function<String, Given> answer) {
        post.startOutward(
                (envelope, message) -> {
                    handed.add(String.join(
                            " ",
                            envelope.recipients().stream()
                                    .map(MailAddress::asString)
                                    .sorted()
                                    .toList()));
                    return envelope.recipients().stream()
                            .map(recipient -> answer.apply(recipient.asString()))
                            .toList();
                },
                settings);
    }

    private static UUID queued(String... recipients) throws Exception {
        return queued(Map.of(), recipients);
    }

    private static UUID queued(Map<String, NotificationRequest> asked, String... recipients) throws Exception {
        UUID id = UUID.randomUUID();
        Mail mail = Post.mail(id, Post.HONG.toString(), recipients[0], TEXT);
        mail.setRecipients(
                List.of(recipients).stream().map(OutwardCourierTest::address).toList());
        new NotificationRequests("", false, asked).keepWith(mail);
        post.outwardQueue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        return id;
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static void done() {
        await().until(() -> post.outwardQueue().getSize() == 0);
    }

    private static List<String> told() throws Exception {
        post.start(post.policy(ForwardingConfig.Reach.OFF, false));
        post.settle();
        return post.inbox(Post.HONG);
    }

    private static QueuedMail only() {
        List<QueuedMail> all = post.store.queueDesk().list("outward", 10).orElseThrow();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void recipientsOfOneDomainGoTogetherAndThoseOfOthersByThemselves() throws Exception {
        start(Post.OUTWARD, recipient -> new Given.There());
        queued("a@one.example", "b@two.example", "c@ONE.example");
        done();
        assertThat(handed).containsExactlyInAnyOrder("a@one.example c@one.example", "b@two.example");
    }

    @Test
    void theMessageIsHandedOnAsItWasQueuedFromWhoSentIt() throws Exception {
        List<String> messages = new CopyOnWriteArrayList<>();
        post.startOutward((sender, recipient, message) -> {
            messages.add(sender + "\n" + new String(message, StandardCharsets.UTF_8));
            return new Given.There();
        });
        queued("a@one.example");
        done();
        assertThat(messages).containsExactly(Post.HONG + "\n" + TEXT);
    }

    @Test
    void eachRecipientIsDealtWithByWhatWasSaidOfIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        start(settings(Duration.ofMillis(50), Duration.ofMinutes(1), NEVER), recipient -> switch (recipient) {
            case "no@one.example" -> new Given.Never("5.1.1", "550 5.1.1 no such person", "mx.one.example");
            case "later@one.example" ->
                asked.getAndIncrement() == 0 ? new Given.Later(GREYLISTED, false, "mx.one.example") : new Given.There();
            default -> new Given.There();
        });
        queued("yes@one.example", "no@one.example", "later@one.example");
        done();
        assertThat(handed).containsExactly("later@one.example no@one.example yes@one.example", "later@one.example");
        assertThat(told())
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .contains(
                                "Final-Recipient: rfc822; no@one.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                                        + "Remote-MTA: dns; mx.one.example\r\nDiagnostic-Code: smtp; 550 5.1.1 no such person\r\n")
                        .contains("no@one.example: mx.one.example: 550 5.1.1 no such person (5.1.1)")
                        .doesNotContain("yes@one", "later@one"));
    }

    /** RFC 6531 §3.5, RFC 6533 §3: in letters for people, in US-ASCII for machines. */
    @Test
    void aKoreanNameThatTheNextServerDoesNotTakeIsReturnedAsItIsMeant() throws Exception {
        start(
                Post.OUTWARD,
                recipient -> new Given.Never("5.6.7", "the next server does not take addresses beyond US-ASCII", ""));
        queued(BeyondAscii.queued("홍길동").orElseThrow() + "@one.example");
        done();
        assertThat(told())
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .contains("  홍길동@one.example: the next server does not take addresses beyond US-ASCII (5.6.7)")
                        .contains("Final-Recipient: utf-8; \\x{D64D}\\x{AE38}\\x{B3D9}@one.example\r\n"
                                + "Action: failed\r\nStatus: 5.6.7\r\n"));
    }

    /** RFC 3464 §2.3.3: it is with another server, and in no mailbox that we know of. */
    @Test
    void whoAsksHearsThatItWasRelayed() throws Exception {
        start(Post.OUTWARD, recipient -> new Given.There());
        queued(Map.of("a@one.example", new NotificationRequest(Set.of(Event.SUCCESS), "")), "a@one.example");
        done();
        assertThat(told())
                .singleElement()
                .satisfies(notice ->
                        assertThat(notice).contains("메일 서버에 메일을 넘겼습니다.", "Action: relayed\r\nStatus: 2.0.0\r\n"));
    }

    @Test
    void aDelayIsToldOnceInBothLanguagesAndThenThatItFailed() throws Exception {
        start(
                settings(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(300)),
                recipient -> new Given.Later(GREYLISTED, false, "mx.one.example"));
        queued("a@one.example");
        done();
        List<String> told = told();
        assertThat(told)
                .hasSize(2)
                .anySatisfy(notice -> assertThat(notice)
                        .contains("아직 메일을 전달하지 못했습니다.", "still being tried")
                        .contains(
                                "Action: delayed\r\nStatus: 4.0.0\r\nRemote-MTA: dns; mx.one.example\r\nDiagnostic-Code: smtp; "
                                        + GREYLISTED + "\r\nWill-Retry-Until: "))
                .anySatisfy(notice -> assertThat(notice)
                        .contains("에게 메일을 전달하지 못했습니다.", "Action: failed\r\nStatus: 5.4.7\r\n")
                        .contains("Diagnostic-Code: smtp; " + GREYLISTED));
        assertThat(handed).hasSizeBetween(3, 25);
    }

    @Test
    void whoAsksForFailuresAloneHearsOfNoDelay() throws Exception {
        start(
                settings(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(200)),
                recipient -> new Given.Later("no connection", false, ""));
        queued(Map.of("a@one.example", new NotificationRequest(Set.of(Event.FAILURE), "")), "a@one.example");
        done();
        assertThat(told())
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .contains("Action: failed\r\nStatus: 5.4.7\r\n", "at last: no connection")
                        .doesNotContain("Remote-MTA"));
    }

    @Test
    void howFarItHasComeStandsInTheQueue() throws Exception {
        start(
                settings(Duration.ofHours(1), Duration.ofDays(1), NEVER),
                recipient -> recipient.startsWith("a@")
                        ? new Given.Later(GREYLISTED, false, "mx.one.example")
                        : new Given.There());
        UUID id = queued("a@one.example", "b@one.example");
        await().until(() -> only().standing() == QueuedMail.Standing.DELAYED);
        QueuedMail waiting = only();
        assertThat(waiting.id()).isEqualTo(id);
        assertThat(waiting.mail().getRecipients()).containsExactly(address("a@one.example"));
        assertThat(OutwardProgress.of(waiting.mail()).attempts()).isEqualTo(1);
        assertThat(OutwardProgress.of(waiting.mail()).answers())
                .containsExactly(Map.entry("a@one.example", "mx.one.example: " + GREYLISTED));
        assertThat(Duration.between(waiting.entered(), waiting.next().orElseThrow()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    /** One that hangs has its bounded number of turns and no more. */
    @Test
    void aDestinationThatHangsHoldsNobodyElseUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(Post.OUTWARD, recipient -> {
            if (recipient.endsWith("@slow.example")) {
                most.accumulateAndGet(hanging.incrementAndGet(), Math::max);
                awaitReleased(released);
                hanging.decrementAndGet();
            }
            return new Given.There();
        });
        try {
            // More than wait for one destination in memory, and more than are taken from the queue at once.
            for (int i = 0; i < 60; i++) {
                queued("a" + i + "@slow.example");
            }
            await().until(() -> hanging.get() == 2);
            queued("b@fast.example");
            await().untilAsserted(() -> assertThat(handed).contains("b@fast.example"));
            assertThat(most).hasValue(2);
            assertThat(post.outwardQueue().getSize()).isEqualTo(60);
        } finally {
            released.countDown();
        }
        // What found no room comes again after a while, and nothing of it counts as an attempt.
        await().until(() -> post.store.queueDesk().list("outward", 100).orElseThrow().stream()
                .allMatch(mail -> mail.standing() == QueuedMail.Standing.DELAYED
                        && OutwardProgress.of(mail.mail()).attempts() == 0));
        await().until(() -> {
            post.outwardQueue().flush();
            return post.outwardQueue().getSize() == 0;
        });
        assertThat(handed).doesNotHaveDuplicates().hasSize(61);
        assertThat(most).hasValue(2);
    }

    private static void awaitReleased(CountDownLatch released) {
        try {
            assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDestinationThatDoesNotAnswerIsNotAskedForEachMail() throws Exception {
        start(
                settings(Duration.ofMinutes(5), Duration.ofDays(1), NEVER),
                recipient -> recipient.endsWith("@gone.example")
                        ? new Given.Later("connection refused", true, "")
                        : new Given.There());
        queued("a@gone.example");
        await().until(() -> only().standing() == QueuedMail.Standing.DELAYED);
        UUID second = queued("b@gone.example");
        queued("c@other.example");
        await().until(() -> post.store.queueDesk().list("outward", 10).orElseThrow().stream()
                        .filter(mail -> mail.standing() == QueuedMail.Standing.DELAYED)
                        .count()
                == 2);
        await().untilAsserted(() -> assertThat(handed).containsExactlyInAnyOrder("a@gone.example", "c@other.example"));
        QueuedMail untried = post.store.queueDesk().find(second).get(0);
        assertThat(OutwardProgress.of(untried.mail()).attempts()).isZero();
        assertThat(OutwardProgress.of(untried.mail()).answers()).containsValue("connection refused");
        // Whoever looks after it knows better.
        post.store.queueDesk().hurry(second);
        await().untilAsserted(() -> assertThat(handed).contains("b@gone.example"));
    }

    /** RFC 8689: without TLS it does not go there; who does not ask for that is not held up by who does. */
    @Test
    void aDestinationThatIsTooLittleForOneMailIsAskedForOthers() throws Exception {
        start(
                settings(Duration.ofMinutes(5), Duration.ofDays(1), NEVER),
                recipient -> recipient.startsWith("a@")
                        ? new Given.Later("STARTTLS is not offered, and required here", true, "")
                        : new Given.There());
        Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), "a@plain.example", TEXT);
        TlsRequired.of(mail);
        post.outwardQueue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        await().until(() -> only().standing() == QueuedMail.Standing.DELAYED);
        queued("b@plain.example");
        await().untilAsserted(() -> assertThat(handed).containsExactly("a@plain.example", "b@plain.example"));
    }

    /** RFC 5321 §6.3. */
    @Test
    void whatHasPassedAHundredServersGoesNoFurther() throws Exception {
        start(Post.OUTWARD, recipient -> new Given.There());
        String received = "Received: from a by b; Tue, 24 Nov 2026 00:00:00 +0000\r\n";
        Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), "a@one.example", received.repeat(101) + TEXT);
        post.outwardQueue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        done();
        assertThat(handed).isEmpty();
        assertThat(told())
                .singleElement()
                .satisfies(notice -> assertThat(notice).contains("Status: 5.4.6"));
    }

    @Test
    void whatCannotBeDealtWithStaysInTheQueue() throws Exception {
        post.startOutward(
                (Elsewhere.Envelope envelope, ByteSource message) -> {
                    handed.add("asked");
                    throw new IllegalStateException("a fault of ours");
                },
                Post.OUTWARD);
        queued("a@one.example");
        await().until(() -> only().standing() == QueuedMail.Standing.DELAYED);
        assertThat(handed).hasSize(1);
    }

    @Test
    void whatWasQueuedWithoutACourierIsHandedOnByTheNextProcess() throws Exception {
        IntStream.range(0, 5).forEach(i -> {
            try {
                queued("a" + i + "@one.example");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        start(Post.OUTWARD, recipient -> new Given.There());
        done();
        assertThat(handed).hasSize(5);
    }
}
