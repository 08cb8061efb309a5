package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.store.registry.Address;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders are told of their mail: RFC 3461 §5.2, RFC 3464, through the real queue. */
class NotificationsTest {
    private static final Address GONE = Address.of("gone@" + Post.DOMAIN);
    private static final String TEXT = "From: <hong@moe.gongmail.example>\r\nSubject: 공지\r\n\r\nthe body\r\n";

    @TempDir
    static Path folder;

    private static Post post;

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

    private static void start() {
        post.start(post.policy(ForwardingConfig.Reach.OFF, false));
    }

    private static void sends(Address to, boolean whole, String envelopeId, Set<Event> events, String original)
            throws Exception {
        Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), to.toString(), TEXT);
        new NotificationRequests(envelopeId, whole, Map.of(to.toString(), new NotificationRequest(events, original)))
                .keepWith(mail);
        post.queue().enQueue(mail);
        LifecycleUtil.dispose(mail);
    }

    private static String only(Address of) throws Exception {
        await().untilAsserted(() -> assertThat(post.inbox(of)).hasSize(1));
        post.settle();
        assertThat(post.inbox(of)).hasSize(1);
        return post.inbox(of).get(0);
    }

    @Test
    void whoAsksIsToldThatItArrived() throws Exception {
        start();
        sends(Post.KIM, true, "QQ+2B1", Set.of(Event.SUCCESS), "rfc822;Kim+2Bx@moe.gongmail.example");
        assertThat(only(Post.HONG))
                .startsWith("Return-Path: <>\r\n")
                .contains("report-type=delivery-status")
                .contains("메일이 도착했습니다.", "Your message has arrived in the mailbox of:")
                .contains("Original-Envelope-Id: QQ+1\r\nReporting-MTA: dns; " + Post.HOST + "\r\nArrival-Date: ")
                .contains("\r\n\r\nOriginal-Recipient: rfc822;Kim+x@moe.gongmail.example\r\nFinal-Recipient: rfc822; "
                        + Post.KIM + "\r\nAction: delivered\r\nStatus: 2.0.0\r\n")
                // RFC 3461 §4.3: all of the message only with a failure; RFC 6533 §4: a header beyond US-ASCII.
                .contains("Content-Type: message/global-headers\r\n", "Subject: 공지\r\n")
                .doesNotContain("the body");
        assertThat(only(Post.KIM)).endsWith("the body\r\n");
    }

    @Test
    void whoDoesNotAskHearsNothingOfSuccess() throws Exception {
        start();
        sends(Post.KIM, false, "", Set.of(Event.FAILURE, Event.DELAY), "");
        only(Post.KIM);
        assertThat(post.inbox(Post.HONG)).isEmpty();
    }

    /** RFC 3461 §4.1: NEVER. */
    @Test
    void whoWantsToHearNothingHearsNothing() throws Exception {
        start();
        sends(GONE, true, "1", Set.of(), "");
        post.settle();
        assertThat(post.inbox(Post.HONG)).isEmpty();
    }

    @Test
    void aFailureIsToldToWhoSaysNothing() throws Exception {
        start();
        post.send(UUID.randomUUID(), Post.HONG.toString(), GONE.toString(), TEXT);
        assertThat(only(Post.HONG))
                .contains(
                        "전달하지 못했습니다.",
                        "Action: failed\r\nStatus: 5.1.1\r\n",
                        "Content-Type: message/global-headers\r\n")
                .doesNotContain("the body", "Original-");
    }

    /** RFC 3461 §4.3. */
    @Test
    void aFailureReturnsAllOfTheMessageWhereThatIsAskedFor() throws Exception {
        start();
        sends(GONE, true, "", Set.of(Event.FAILURE), "");
        assertThat(only(Post.HONG))
                .contains("Content-Type: message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + TEXT);
    }

    @Test
    void whoAsksForSuccessAloneHearsOfNoFailure() throws Exception {
        start();
        sends(GONE, false, "", Set.of(Event.SUCCESS), "");
        post.settle();
        assertThat(post.inbox(Post.HONG)).isEmpty();
    }

    @Test
    void aDelayIsToldOnceToWhoAsksForIt() throws Exception {
        post.startOutward(
                (envelope, message) -> List.of(new Given.Later()),
                new OutwardSettings(
                        4,
                        2,
                        40,
                        List.of(Duration.ofMillis(50)),
                        Duration.ofMillis(600),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10)));
        Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), "far@elsewhere.example", TEXT);
        new NotificationRequests(
                        "", true, Map.of("far@elsewhere.example", new NotificationRequest(Set.of(Event.DELAY), "")))
                .keepWith(mail);
        post.outwardQueue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        await().until(() -> post.outwardQueue().getSize() == 0);
        start();
        assertThat(only(Post.HONG))
                .contains("아직 메일을 전달하지 못했습니다.", "Action: delayed\r\nStatus: 4.0.0\r\n")
                .doesNotContain("the body");
    }

    /** RFC 3461 §6.2 e): nobody is told of a notice. */
    @Test
    void whoHasNoMailboxHereIsToldNothing() throws Exception {
        start();
        for (String sender : List.of("", "far@elsewhere.example")) {
            Mail mail = Post.mail(UUID.randomUUID(), sender, Post.KIM.toString(), TEXT);
            new NotificationRequests(
                            "", false, Map.of(Post.KIM.toString(), new NotificationRequest(Set.of(Event.SUCCESS), "")))
                    .keepWith(mail);
            post.queue().enQueue(mail);
            LifecycleUtil.dispose(mail);
        }
        await().untilAsserted(() -> assertThat(post.inbox(Post.KIM)).hasSize(2));
        post.settle();
        assertThat(post.outwardQueue().getSize()).isZero();
    }

    @Test
    void aDelayIsToldAfterAnHour() {
        CourierSettings usual = CourierSettings.defaults();
        Duration before = Duration.ZERO;
        for (int attempt = 1; attempt < usual.tellsOfDelayAfter(); attempt++) {
            before = before.plus(usual.waitBefore(attempt));
        }
        assertThat(before).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(new CourierSettings(1, Duration.ZERO, Duration.ZERO, 1, Duration.ZERO).tellsOfDelayAfter())
                .isEqualTo(1);
    }
}
