package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ForwardingConfig.Reach;
import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Vacation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner's filter decided is done, and what of it the account's own settings change. */
class OwnFilterTest {
    private static final String SENDER = "sender@moe.gongmail.example";
    private static final String TEXT =
            "From: " + SENDER + "\r\nTo: hong@moe.gongmail.example\r\nSubject: hello\r\n\r\nbody\r\n";
    private static final Filing INBOX = new Filing("INBOX", false, List.of());

    @TempDir
    static Path folder;

    private static Post post;

    private int folders;

    @BeforeAll
    static void open() {
        post = new Post(folder, Clock.systemUTC());
        post.account(Address.of(SENDER), "보낸이", "MOE");
    }

    @BeforeEach
    void clear() throws Exception {
        post.clear();
        post.reacts(Post.HONG);
        folders++;
    }

    @AfterAll
    static void close() {
        post.close();
    }

    /** One of this test alone. */
    private Filing folder(String name, boolean create, String... flags) {
        return new Filing(name + folders + System.identityHashCode(this), create, List.of(flags));
    }

    private static Disposition into(Filing... filings) {
        return new Disposition(List.of(filings), List.of(), Optional.empty(), Optional.empty(), false);
    }

    private static Disposition on(List<Address> to, Filing... filings) {
        return new Disposition(List.of(filings), to, Optional.empty(), Optional.empty(), false);
    }

    private void decided(Reach reach, Disposition disposition) throws Exception {
        decided(reach, disposition, SENDER, UUID.randomUUID());
    }

    private void decided(Reach reach, Disposition disposition, String sender, UUID id) throws Exception {
        post.filter = (mail, owner, mailboxes) ->
                owner.address().equals(Post.HONG) ? Optional.of(disposition) : Optional.empty();
        post.start(post.policy(reach, true));
        post.send(id, sender, Post.HONG.toString(), TEXT);
        post.settle();
        post.stop();
    }

    private static List<String> inbox(Address user) throws Exception {
        return post.inbox(user);
    }

    @Test
    void itIsPutWhereItIsFiledWithItsFlags() throws Exception {
        Filing work = folder("업무/새", true, "\\Seen", "\\Flagged", "$urgent");
        decided(Reach.OFF, into(work, INBOX));
        assertThat(post.mailbox(Post.HONG, work.mailbox()))
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith(TEXT));
        assertThat(post.flags(Post.HONG, work.mailbox()))
                .singleElement()
                .asString()
                .contains("\\Seen", "\\Flagged", "$urgent");
        assertThat(inbox(Post.HONG)).hasSize(1);
        assertThat(post.flags(Post.HONG, "INBOX")).singleElement().asString().doesNotContain("Seen");
    }

    /** It went between the decision and now. */
    @Test
    void aMailboxThatIsNotThereIsTheInbox() throws Exception {
        decided(Reach.OFF, into(folder("none", false)));
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    @Test
    void whatIsDiscardedIsNowhereNeitherForwardedNorAnswered() throws Exception {
        post.registry.forwardings().set(Post.HONG, new Forwarding(List.of(Post.KIM), true), "test");
        post.registry
                .vacations()
                .set(Post.HONG, new Vacation(true, LocalDate.of(2020, 1, 1), Optional.empty(), "", "부재 중"), "test");
        decided(Reach.LOCAL, into());
        assertThat(inbox(Post.HONG)).isEmpty();
        assertThat(inbox(Post.KIM)).isEmpty();
        assertThat(inbox(Address.of(SENDER))).isEmpty();
    }

    @Test
    void whatIsRedirectedGoesByTheWayOfForwarding() throws Exception {
        decided(Reach.LOCAL, on(List.of(Post.KIM, Post.LEE)));
        for (Address to : List.of(Post.KIM, Post.LEE)) {
            assertThat(inbox(to))
                    .singleElement()
                    .satisfies(text -> assertThat(text)
                            .startsWith("Return-Path: <" + Post.HONG + ">")
                            .endsWith("Delivered-To: " + Post.HONG + "\r\n" + TEXT));
        }
        assertThat(inbox(Post.HONG)).isEmpty();
    }

    @Test
    void whatMayNotBeRedirectedIsKept() throws Exception {
        decided(Reach.AGENCY, on(List.of(Post.KIM, Post.LEE)));
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.LEE)).isEmpty();
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    /** To its own account, too. */
    @Test
    void aRedirectionGoesRoundOnce() throws Exception {
        post.reacts(Post.KIM);
        post.filter = (mail, owner, mailboxes) ->
                Optional.of(on(List.of(owner.address().equals(Post.HONG) ? Post.KIM : Post.HONG)));
        post.start(post.policy(Reach.LOCAL, true));
        post.send(UUID.randomUUID(), SENDER, Post.HONG.toString(), TEXT);
        post.settle();
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).isEmpty();
        post.stop();
        decided(Reach.LOCAL, on(List.of(Post.HONG)));
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    @Test
    void theAccountsForwardingComesBesidesAndUndoesAKeepAlone() throws Exception {
        post.registry.forwardings().set(Post.HONG, new Forwarding(List.of(Post.KIM), false), "test");
        Filing work = folder("work", true);
        decided(Reach.LOCAL, into(work, INBOX));
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).isEmpty();
        assertThat(post.mailbox(Post.HONG, work.mailbox())).hasSize(1);
    }

    @Test
    void whoGetsItByBothGetsItOnce() throws Exception {
        post.registry.forwardings().set(Post.HONG, new Forwarding(List.of(Post.KIM), true), "test");
        decided(Reach.LOCAL, on(List.of(Post.KIM), INBOX));
        assertThat(inbox(Post.KIM)).hasSize(1);
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    /** RFC 5429 §2.1. */
    @Test
    void whoSentWhatIsRejectedIsTold() throws Exception {
        Disposition rejected =
                new Disposition(List.of(), List.of(), Optional.of("여기 말고 there"), Optional.empty(), false);
        decided(Reach.OFF, rejected);
        assertThat(inbox(Post.HONG)).isEmpty();
        assertThat(inbox(Address.of(SENDER)))
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .startsWith("Return-Path: <>")
                        .contains("여기 말고 there (5.7.1)", "Final-Recipient: rfc822; " + Post.HONG, "Status: 5.7.1"));
    }

    /** RFC 5322 §2.1.1. */
    @Test
    void aLongReasonIsToldInLinesOfMail() throws Exception {
        String why = "가나다라마바사 ".repeat(125).strip();
        decided(Reach.OFF, new Disposition(List.of(), List.of(), Optional.of(why), Optional.empty(), false));
        String notice = inbox(Address.of(SENDER)).get(0);
        assertThat(notice.lines().mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length))
                .allMatch(octets -> octets <= 998);
        assertThat(notice.replaceAll("\\s", "")).contains(why.replace(" ", ""));
    }

    @Test
    void whatNobodyIsToldOfIsKept() throws Exception {
        Disposition rejected = new Disposition(List.of(), List.of(), Optional.of("no"), Optional.empty(), false);
        for (String sender : List.of("", "stranger@outside.example")) {
            decided(Reach.OFF, rejected, sender, UUID.randomUUID());
        }
        assertThat(inbox(Post.HONG)).hasSize(2);
    }

    /** RFC 5230 §4.2: by the rules of the account's vacation, and in its place. */
    @Test
    void itsAnswerTakesThePlaceOfTheAccounts() throws Exception {
        post.registry
                .vacations()
                .set(
                        Post.HONG,
                        new Vacation(true, LocalDate.of(2020, 1, 1), Optional.empty(), "", "of the account"),
                        "test");
        Answer answer = new Answer("부재", "of the script\n끝", false, List.of(), "sieve", Duration.ofDays(1));
        Disposition away = new Disposition(List.of(INBOX), List.of(), Optional.empty(), Optional.of(answer), true);
        decided(Reach.OFF, away);
        decided(Reach.OFF, away);
        assertThat(inbox(Address.of(SENDER))).as("once").singleElement().satisfies(text -> {
            assertThat(Post.body(text)).isEqualTo("of the script\r\n끝");
            assertThat(text).contains("Auto-Submitted: auto-replied", "To: <" + SENDER + ">");
        });
        decided(Reach.OFF, new Disposition(List.of(INBOX), List.of(), Optional.empty(), Optional.empty(), true));
        assertThat(inbox(Address.of(SENDER)))
                .as("it has answers, though not for this mail")
                .hasSize(1);
        decided(Reach.OFF, into(INBOX));
        assertThat(inbox(Address.of(SENDER))).hasSize(2);
    }

    /** RFC 5230 §4.5. */
    @Test
    void anEntityIsAnsweredAsItWasWritten() throws Exception {
        String entity =
                "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>부재</p>\n";
        Answer answer = new Answer("", entity, true, List.of(), "sieve html", Duration.ofDays(1));
        decided(Reach.OFF, new Disposition(List.of(INBOX), List.of(), Optional.empty(), Optional.of(answer), true));
        assertThat(inbox(Address.of(SENDER)))
                .singleElement()
                .asString()
                .contains("Subject: Auto: hello")
                .containsOnlyOnce("MIME-Version: 1.0\r\n")
                .endsWith(
                        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>부재</p>\r\n");
    }

    /** Whoever set the filter must not take away the news of it. */
    @Test
    void whatTheServerWritesIsKeptWhateverAFilterSays() throws Exception {
        post.filter = (mail, owner, mailboxes) -> Optional.of(into());
        post.start(post.policy(Reach.OFF, true));
        Mail letter = WrittenMail.of(
                "letter",
                UUID.randomUUID(),
                new MailAddress(Post.HONG.toString()),
                TEXT.getBytes(StandardCharsets.UTF_8));
        WrittenMail.put(post.queue(), letter);
        post.settle();
        assertThat(inbox(Post.HONG)).hasSize(1);
    }

    @Test
    void aDeliveryThatIsRepeatedLeavesItOnceInEachPlace() throws Exception {
        UUID id = UUID.randomUUID();
        Filing work = folder("work", true);
        decided(Reach.OFF, into(work), SENDER, id);
        decided(Reach.OFF, into(work), SENDER, id);
        assertThat(post.mailbox(Post.HONG, work.mailbox())).hasSize(1);
    }
}
