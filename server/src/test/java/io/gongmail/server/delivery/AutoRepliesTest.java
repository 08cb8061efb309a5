package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.config.ForwardingConfig.Reach;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Vacation;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.ManageableMailQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3834: what is answered for who is away, and what is not. */
class AutoRepliesTest {
    /** In Korea it is the 25th already. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T16:00:00Z"), ZoneOffset.UTC);

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final String TEXT = "11월 27일까지 자리를 비웁니다.\n급한 일은 김철수에게.";

    @TempDir
    static Path folder;

    private static Post post;

    @BeforeAll
    static void open() {
        post = new Post(folder, CLOCK);
    }

    @BeforeEach
    void clear() throws Exception {
        post.clear();
        away(TODAY, Optional.of(TODAY.plusDays(2)), "");
        post.start(post.policy(Reach.OFF, false));
    }

    @AfterAll
    static void close() {
        post.close();
    }

    private void away(LocalDate from, Optional<LocalDate> until, String subject) {
        post.registry.vacations().set(Post.HONG, new Vacation(true, from, until, subject, TEXT), Post.HONG.toString());
    }

    private static String mail(String... fields) {
        return "From: kim@moe.gongmail.example\r\nMessage-ID: <1@x>\r\nSubject: hello\r\n" + String.join("\r\n", fields)
                + "\r\n\r\nbody\r\n";
    }

    private static String toHong() {
        return mail("To: 홍길동 <HONG@moe.gongmail.example>");
    }

    private void send(String sender, String text) throws Exception {
        post.send(UUID.randomUUID(), sender, Post.HONG.toString(), text);
        post.settle();
    }

    private List<String> answers() throws Exception {
        return post.inbox(Post.KIM);
    }

    @Test
    void aLetterIsDeliveredAndAnsweredOnce() throws Exception {
        send(Post.KIM.toString(), toHong());
        send(Post.KIM.toString(), toHong());
        assertThat(post.inbox(Post.HONG)).hasSize(2);
        assertThat(answers()).hasSize(1);
        String answer = answers().get(0);
        assertThat(answer)
                .startsWith("Return-Path: <>\r\n")
                .contains("\r\nTo: <kim@moe.gongmail.example>\r\n")
                .contains("\r\nSubject: Auto: hello\r\n")
                .contains("\r\nIn-Reply-To: <1@x>\r\nReferences: <1@x>\r\n")
                .contains("\r\nAuto-Submitted: auto-replied\r\n")
                .doesNotContain("body");
        assertThat(Post.body(answer)).isEqualTo(TEXT.replace("\n", "\r\n"));
        MimeMessage read = new MimeMessage(null, new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
        assertThat(read.getFrom()).containsExactly(new InternetAddress(Post.HONG.toString()));
        assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo("홍길동");
        assertThat(read.getSentDate().toInstant()).isEqualTo(CLOCK.instant());
    }

    @Test
    void theOwnersSubjectIsTakenAsItIs() throws Exception {
        away(TODAY, Optional.empty(), "부재중입니다");
        send(Post.KIM.toString(), toHong());
        assertThat(subject(answers().get(0))).isEqualTo("부재중입니다");
    }

    private static String subject(String message) throws Exception {
        return new MimeMessage(null, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))).getSubject();
    }

    @Test
    void aKoreanSubjectIsReadAndNothingOfItBecomesAField() throws Exception {
        String tricky = "=?UTF-8?B?"
                + Base64.getEncoder()
                        .encodeToString(("보고서\r\nBcc: all@moe.gongmail.example" + "가".repeat(300))
                                .getBytes(StandardCharsets.UTF_8))
                + "?=";
        send(
                Post.KIM.toString(),
                "From: kim@moe.gongmail.example\r\nSubject: " + tricky + "\r\nTo: hong@moe.gongmail.example\r\n"
                        + "Message-ID: <a b> <2@x>\r\nReferences: <0@x>\r\n <1@x> junk <\u0007>\r\n\r\nx\r\n");
        String answer = answers().get(0);
        assertThat(subject(answer)).startsWith("Auto: 보고서 Bcc: all@").hasSizeLessThan(210);
        assertThat(answer).doesNotContain("\r\nBcc").contains("References: <0@x>\r\n <1@x>\r\n <2@x>\r\n");
        assertThat(answer.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cc: lee@x.example, hong@moe.gongmail.example",
                "Resent-To: hong@moe.gongmail.example",
                "To: all: kim@x.example, hong@moe.gongmail.example;",
                "To: undisclosed <nobody@x.example>\r\nCc: hong@moe.gongmail.example"
            })
    void whoIsNamedAnywhereIsAnsweredFor(String field) throws Exception {
        send(Post.KIM.toString(), mail(field));
        assertThat(answers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: undisclosed-recipients:;",
                "To: staff@moe.gongmail.example",
                "To: nothong@moe.gongmail.example",
                "To: \"hong@moe.gongmail.example\" <staff@moe.gongmail.example>",
                "X-To: hong@moe.gongmail.example",
                "To: hong@moe.gongmail.example\r\nAuto-Submitted: auto-generated",
                "To: hong@moe.gongmail.example\r\nPrecedence: bulk",
                "To: hong@moe.gongmail.example\r\nList-Id: <staff.moe.gongmail.example>"
            })
    void whatWasNotWrittenToTheOwnerIsNotAnswered(String fields) throws Exception {
        send(Post.KIM.toString(), mail(fields));
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(answers()).isEmpty();
    }

    /** Who has no mailbox, programs, nobody, and the owner. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hong@moe.gongmail.example",
                "HONG@moe.gongmail.example",
                "nobody@moe.gongmail.example",
                "MAILER-DAEMON@moe.gongmail.example",
                "somebody@outside.example"
            })
    void senderWhoAreNotAnswered(String sender) throws Exception {
        send(sender, toHong());
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(post.outwardQueue().getSize()).isZero();
        assertThat(post.answered()).isZero();
        assertThat(answers()).isEmpty();
    }

    @Test
    void anAddressOfAProgramIsNotAnsweredAlsoWhereItHasAMailbox() throws Exception {
        Address list = Address.of("staff-request@" + Post.DOMAIN);
        post.account(list, "명단", "MOE");
        send(list.toString(), toHong());
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(post.inbox(list)).isEmpty();
    }

    /** An agency's system sends as its agency; that a program wrote it is told by the header alone. */
    @Test
    void whatAnAgencysSystemSendsIsAutomaticByItsHeaderAlone() throws Exception {
        Address agency = Address.of("civil-service@" + Post.DOMAIN);
        post.account(agency, "민원실", "MOE", AccountType.AGENCY_REPRESENTATIVE);
        send(agency.toString(), mail("To: hong@moe.gongmail.example", "Auto-Submitted: auto-generated"));
        assertThat(post.inbox(agency)).isEmpty();
        send(agency.toString(), toHong());
        assertThat(post.inbox(agency)).hasSize(1);
        assertThat(post.inbox(Post.HONG)).hasSize(2);
    }

    @Test
    void lettersOfTheServerAreNotAnswered() throws Exception {
        new Letters(post.store.queueFactory(), Post.HOST, CLOCK).send(Post.HONG, "알림", "text");
        post.settle();
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(post.inbox(Address.of("postmaster@" + Post.DOMAIN))).isEmpty();
        assertThat(post.inbox(Post.HONG).get(0)).contains("Auto-Submitted: auto-generated");
    }

    @Test
    void twoWhoAreAwayAnswerEachOtherOnce() throws Exception {
        post.registry
                .vacations()
                .set(Post.KIM, new Vacation(true, TODAY, Optional.empty(), "", TEXT), Post.KIM.toString());
        send(Post.KIM.toString(), toHong());
        assertThat(answers()).hasSize(1);
        assertThat(post.inbox(Post.HONG)).hasSize(1);
    }

    @Test
    void itCountsInKoreanDays() throws Exception {
        away(TODAY.plusDays(1), Optional.empty(), "");
        send(Post.KIM.toString(), toHong());
        away(TODAY.minusDays(3), Optional.of(TODAY.minusDays(1)), "");
        send(Post.KIM.toString(), toHong());
        assertThat(answers()).isEmpty();
        away(TODAY.minusDays(3), Optional.of(TODAY), "");
        send(Post.KIM.toString(), toHong());
        assertThat(answers()).hasSize(1);
    }

    @Test
    void aSuspendedAccountAnswersNobody() throws Exception {
        post.registry.accounts().suspend(Post.HONG, "test", "");
        send(Post.KIM.toString(), toHong());
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(answers()).isEmpty();
    }

    @Test
    void whoIsElsewhereIsAnsweredByTheNextHop() throws Exception {
        post.stop();
        List<String> handed = new CopyOnWriteArrayList<>();
        post.start(post.policy(Reach.OFF, true));
        post.startOutward((sender, recipient, message) -> {
            handed.add("<" + sender + "> " + recipient + "\n" + new String(message, StandardCharsets.UTF_8));
            return new Given.There();
        });
        send("somebody@outside.example", toHong());
        await().until(() -> post.outwardQueue().getSize() == 0);
        assertThat(handed)
                .singleElement()
                .satisfies(one -> assertThat(one)
                        .startsWith("<> somebody@outside.example\nFrom: ")
                        .contains("Auto-Submitted: auto-replied"));
    }

    private ManageableMailQueue queue(String method, Object outcome) {
        return (ManageableMailQueue) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ManageableMailQueue.class}, (proxy, called, arguments) -> {
                    if (!called.getName().equals(method)) {
                        return called.invoke(post.queue(), arguments);
                    }
                    if (outcome instanceof Exception thrown) {
                        throw thrown;
                    }
                    return outcome;
                });
    }

    /** Without a courier, into that queue. */
    private void answer(ManageableMailQueue queue) throws Exception {
        new AutoReplies(
                        new Reactions(
                                post.registry.vacations(),
                                post.registry.forwardings(),
                                post.policy(Reach.OFF, false),
                                OwnFilter.NONE),
                        post.recipients,
                        queue,
                        post.outwardQueue(),
                        Post.HOST,
                        CLOCK)
                .answer(
                        Post.mail(UUID.randomUUID(), Post.KIM.toString(), Post.HONG.toString(), toHong()),
                        UUID.randomUUID(),
                        post.registry.accounts().find(Post.HONG).orElseThrow());
    }

    @Test
    void withTooManyMailsQueuedAnswersAreLeftOut() throws Exception {
        post.stop();
        answer(queue("getSize", AutoReplies.MOST_QUEUED + 1));
        assertThat(post.queue().getSize()).isZero();
        assertThat(post.answered()).isZero();
        answer(queue("getSize", AutoReplies.MOST_QUEUED));
        assertThat(post.queue().getSize()).isOne();
    }

    @Test
    void anAnswerThatCannotBeQueuedFailsNoDelivery() throws Exception {
        post.stop();
        answer(queue("enQueue", new MailQueue.MailQueueException("full")));
        assertThat(post.answered()).isOne();
        assertThat(post.queue().getSize()).isZero();
    }

    /** The process died when the mail was in its mailbox, and nobody was answered yet. */
    @Test
    void aDeliveryThatIsRepeatedIsAnswered() throws Exception {
        UUID id = UUID.randomUUID();
        post.registry
                .vacations()
                .set(Post.HONG, new Vacation(false, TODAY, Optional.empty(), "", TEXT), Post.HONG.toString());
        post.send(id, Post.KIM.toString(), Post.HONG.toString(), toHong());
        post.settle();
        assertThat(answers()).isEmpty();
        away(TODAY, Optional.empty(), "");
        post.send(id, Post.KIM.toString(), Post.HONG.toString(), toHong());
        post.settle();
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(answers()).hasSize(1);
    }

    /** It died when it was noted who is answered, and the answer was not queued. */
    @Test
    void anAnswerThatWasNotedAndNotQueuedIsMade() throws Exception {
        UUID id = UUID.randomUUID();
        post.registry.vacations().mayAnswer(Post.HONG, Post.KIM.toString(), id);
        post.send(id, Post.KIM.toString(), Post.HONG.toString(), toHong());
        post.settle();
        assertThat(answers()).hasSize(1);
    }

    /** It died when the answer was queued, and the queue did not know that the mail is done. */
    @Test
    void anAnswerThatIsQueuedTwiceArrivesOnce() throws Exception {
        UUID id = UUID.randomUUID();
        for (int turn = 0; turn < 3; turn++) {
            post.send(id, Post.KIM.toString(), Post.HONG.toString(), toHong());
            post.settle();
        }
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(answers()).hasSize(1);
    }

    @Test
    void whatIsForwardedByAnotherIsNotAnsweredForWhoWasNotNamed() throws Exception {
        post.stop();
        post.start(post.policy(Reach.LOCAL, false));
        post.registry.forwardings().set(Post.LEE, new Forwarding(List.of(Post.HONG), true), Post.LEE.toString());
        post.send(UUID.randomUUID(), Post.KIM.toString(), Post.LEE.toString(), mail("To: lee@mois.gongmail.example"));
        post.settle();
        assertThat(post.inbox(Post.HONG)).hasSize(1);
        assertThat(answers()).isEmpty();
        assertThat(post.inbox(Post.LEE)).hasSize(1);
    }
}
