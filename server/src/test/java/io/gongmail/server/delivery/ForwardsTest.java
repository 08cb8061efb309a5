package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.config.ForwardingConfig.Reach;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardsTest {
    private static final String TEXT = "From: kim@moe.gongmail.example\r\nSubject: hello\r\n\r\nbody\r\n.\r\n";
    private static final Address OUTSIDE = Address.of("hong@moe.outside.example");
    private static final String SENDER = "sender@moe.gongmail.example";

    @TempDir
    static Path folder;

    private static Post post;
    private final List<String> handed = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        post = new Post(folder, Clock.systemUTC());
    }

    @BeforeEach
    void clear() throws Exception {
        post.clear();
        post.account(Address.of(SENDER), "보낸이", "MOE");
    }

    @AfterAll
    static void close() {
        post.close();
    }

    private void start(Reach reach) {
        post.start(post.policy(reach, true));
    }

    private void forward(Address account, boolean keepsCopy, Address... to) {
        post.registry.forwardings().set(account, new Forwarding(List.of(to), keepsCopy), account.toString());
    }

    private void send(Address recipient) throws Exception {
        send(UUID.randomUUID(), SENDER, recipient, TEXT);
    }

    private void send(UUID id, String sender, Address recipient, String text) throws Exception {
        post.send(id, sender, recipient.toString(), text);
        post.settle();
    }

    private List<String> inbox(Address address) throws Exception {
        return post.inbox(address);
    }

    @Test
    void aCopyIsKeptAndTheOthersGetTheMailFromWhoForwards() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, true, Post.KIM, Post.LEE);
        send(Post.HONG);
        assertThat(inbox(Post.HONG))
                .singleElement()
                .satisfies(kept -> assertThat(kept)
                        .startsWith("Return-Path: <" + SENDER + ">")
                        .doesNotContain("Delivered-To"));
        for (Address other : List.of(Post.KIM, Post.LEE)) {
            assertThat(inbox(other))
                    .singleElement()
                    .satisfies(copy -> assertThat(copy)
                            .startsWith("Return-Path: <" + Post.HONG + ">\r\nX-Gongmail-Delivery: ")
                            .endsWith("\r\nDelivered-To: " + Post.HONG + "\r\n" + TEXT));
        }
    }

    @Test
    void noCopyIsKeptWhereNoneIsAskedFor() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        send(Post.HONG);
        assertThat(inbox(Post.HONG)).isEmpty();
        assertThat(inbox(Post.KIM)).hasSize(1);
    }

    @Test
    void whatCameFromNobodyGoesOnFromNobody() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, true, Post.KIM);
        send(UUID.randomUUID(), "", Post.HONG, TEXT);
        assertThat(inbox(Post.KIM).get(0)).startsWith("Return-Path: <>\r\n");
    }

    /** Policy has changed since it was set. */
    @Test
    void whatIsNotAllowedAnyMoreIsKeptAndGoesNowhere() throws Exception {
        start(Reach.AGENCY);
        forward(Post.HONG, false, Post.KIM, Post.LEE);
        send(Post.HONG);
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.LEE)).isEmpty();
        assertThat(inbox(Post.HONG)).hasSize(1);
        post.stop();
        start(Reach.OFF);
        send(Post.HONG);
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).hasSize(2);
    }

    @Test
    void twoWhoForwardToEachOtherGetItOnceEach() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, true, Post.KIM);
        forward(Post.KIM, true, Post.HONG);
        send(Post.HONG);
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).hasSize(1);
    }

    @Test
    void twoWhoForwardToEachOtherAndKeepNothingDoNotLoseIt() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        forward(Post.KIM, false, Post.HONG);
        send(Post.HONG);
        assertThat(inbox(Post.HONG)).isEmpty();
        assertThat(inbox(Post.KIM)).hasSize(1);
    }

    /** As when it went round by another server, which kept the marks. */
    @Test
    void whatComesBackIsKept() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        send(UUID.randomUUID(), SENDER, Post.HONG, "Delivered-To: HONG@moe.gongmail.example\r\n" + TEXT);
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).isEmpty();
    }

    /** RFC 5321 §6.3: as when it went round by another server, which took the marks off. */
    @Test
    void whatHasPassedAHundredServersIsKept() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        String received = "Received: from a by b; Tue, 24 Nov 2026 00:00:00 +0000\r\n";
        send(UUID.randomUUID(), SENDER, Post.HONG, received.repeat(100) + TEXT);
        assertThat(inbox(Post.KIM)).hasSize(1);
        send(UUID.randomUUID(), SENDER, Post.HONG, received.repeat(101) + TEXT);
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    /** With several addresses at each step it would be more copies at each. */
    @Test
    void itIsForwardedThreeTimesInARowAtMost() throws Exception {
        start(Reach.LOCAL);
        List<Address> row = List.of(
                Address.of("a@" + Post.DOMAIN),
                Address.of("b@" + Post.DOMAIN),
                Address.of("c@" + Post.DOMAIN),
                Address.of("d@" + Post.DOMAIN),
                Address.of("e@" + Post.DOMAIN));
        row.forEach(address -> post.account(address, "x", "MOE"));
        for (int i = 0; i + 1 < row.size(); i++) {
            forward(row.get(i), false, row.get(i + 1));
        }
        send(row.get(0));
        assertThat(inbox(row.get(3))).hasSize(1);
        assertThat(inbox(row.get(4))).isEmpty();
    }

    /** Or whoever has set it takes the news of it away. */
    @Test
    void whatTheServerWritesIsKeptAndNotForwarded() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        new Letters(post.store.queueFactory(), Post.HOST, Clock.systemUTC()).send(Post.HONG, "전달 설정", "text");
        post.settle();
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).isEmpty();
    }

    @Test
    void aSuspendedAccountKeepsItsMail() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, false, Post.KIM);
        post.registry.accounts().suspend(Post.HONG, "test", "");
        send(Post.HONG);
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).isEmpty();
    }

    @Test
    void aDeliveryThatIsRepeatedReachesNobodyTwice() throws Exception {
        start(Reach.LOCAL);
        forward(Post.HONG, true, Post.KIM);
        UUID id = UUID.randomUUID();
        for (int turn = 0; turn < 3; turn++) {
            send(id, SENDER, Post.HONG, TEXT);
        }
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).hasSize(1);
    }

    /** The process died when the mail was in its own mailbox and nowhere else. */
    @Test
    void aDeliveryThatIsRepeatedIsForwarded() throws Exception {
        start(Reach.LOCAL);
        UUID id = UUID.randomUUID();
        send(id, SENDER, Post.HONG, TEXT);
        forward(Post.HONG, true, Post.KIM);
        send(id, SENDER, Post.HONG, TEXT);
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(inbox(Post.KIM)).hasSize(1);
    }

    private void startOutward(Given... outcomes) {
        AtomicInteger turn = new AtomicInteger();
        post.startOutward((sender, recipient, message) -> {
            handed.add("<" + sender + "> " + recipient + "\n" + new String(message, StandardCharsets.UTF_8));
            return outcomes[Math.min(turn.getAndIncrement(), outcomes.length - 1)];
        });
    }

    @Test
    void otherServersAreReachedByTheNextHopAloneUntilItHasIt() throws Exception {
        start(Reach.AGENCY);
        startOutward(new Given.Later(), new Given.There());
        forward(Post.HONG, false, OUTSIDE, Post.KIM);
        send(Post.HONG);
        await().until(() -> post.outwardQueue().getSize() == 0);
        assertThat(handed)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one)
                        .isEqualTo("<" + Post.HONG + "> " + OUTSIDE + "\nDelivered-To: " + Post.HONG + "\r\n" + TEXT));
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).isEmpty();
    }

    /** RFC 8689 §4.2: who forwards it asks for no less. */
    @Test
    void whatIsToGoOverTlsAloneIsForwardedSo() throws Exception {
        start(Reach.AGENCY);
        List<Boolean> required = new CopyOnWriteArrayList<>();
        post.startOutward(
                (envelope, message) -> {
                    required.add(envelope.tlsRequired());
                    return List.of(new Given.There());
                },
                Post.OUTWARD);
        forward(Post.HONG, false, OUTSIDE);
        Mail mail = Post.mail(UUID.randomUUID(), SENDER, Post.HONG.toString(), TEXT);
        TlsRequired.of(mail);
        post.queue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        await().untilAsserted(() -> assertThat(required).containsExactly(true));
    }

    /** RFC 6710 §4: an alias or a redirection changes nothing of it. */
    @Test
    void whatIsUrgentIsForwardedSo() throws Exception {
        start(Reach.AGENCY);
        List<Integer> priorities = new CopyOnWriteArrayList<>();
        post.startOutward(
                (envelope, message) -> {
                    priorities.add(envelope.priority());
                    return List.of(new Given.There());
                },
                Post.OUTWARD);
        forward(Post.HONG, false, OUTSIDE);
        Mail mail = Post.mail(UUID.randomUUID(), SENDER, Post.HONG.toString(), TEXT);
        TransferPriority.of(mail, 4);
        post.queue().enQueue(mail);
        LifecycleUtil.dispose(mail);
        await().untilAsserted(() -> assertThat(priorities).containsExactly(4));
    }

    @Test
    void whoForwardsHearsThatTheNextServerRefusedItAndNobodyElseDoes() throws Exception {
        start(Reach.AGENCY);
        startOutward(new Given.Never("5.0.0", "the next server refused it"));
        forward(Post.HONG, false, OUTSIDE);
        send(Post.HONG);
        await().untilAsserted(() -> assertThat(inbox(Post.HONG)).hasSize(1));
        assertThat(inbox(Post.HONG).get(0))
                .contains("Final-Recipient: rfc822; " + OUTSIDE + "\r\nAction: failed\r\nStatus: 5.0.0");
        assertThat(inbox(Address.of(SENDER))).isEmpty();
        assertThat(handed).hasSize(1);
    }

    @Test
    void aNextHopThatIsNeverThereIsGivenUp() throws Exception {
        start(Reach.AGENCY);
        startOutward(new Given.Later());
        forward(Post.HONG, false, OUTSIDE);
        send(Post.HONG);
        await().untilAsserted(() -> assertThat(inbox(Post.HONG)).hasSize(1));
        assertThat(inbox(Post.HONG).get(0)).contains("Status: 5.4.7");
        assertThat(handed).hasSizeBetween(2, 60);
    }
}
