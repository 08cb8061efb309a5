package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ExpiredNotices;
import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.posting.NoticeDelivery.Posting;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeStep;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OfficialNotices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Notices go when they are due, once, whatever stops in between. On a server of its own: a runner takes whatever is due. */
class NoticeRunnerTest {
    private static TestServer server;
    private static TestPerson hong;
    private static Account system;

    /** What was posted, and what is to go wrong. */
    private static final class Delivered implements NoticeDelivery {
        private final Map<NoticeNumber, Posting> posted = new ConcurrentHashMap<>();
        private final Map<NoticeNumber, String> messages = new ConcurrentHashMap<>();
        private final Map<NoticeNumber, Integer> attempts = new ConcurrentHashMap<>();
        private volatile boolean fails;
        private volatile Optional<NoticeNumber> broken = Optional.empty();

        @Override
        public void post(Posting posting) {
            attempts.merge(posting.number(), 1, Integer::sum);
            if (broken.equals(Optional.of(posting.number()))) {
                throw new IllegalArgumentException("nobody expects this");
            }
            if (fails) {
                throw new StoreException(StoreException.Kind.BUSY, "not now", null);
            }
            try (InputStream in = posting.message().open()) {
                messages.put(posting.number(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            posted.put(posting.number(), posting);
        }

        @Override
        public Optional<Counts> counts(NoticeNumber number) {
            return Optional.empty();
        }

        @Override
        public void recall(NoticeNumber number) {
            if (broken.equals(Optional.of(number))) {
                throw new IllegalArgumentException("nobody expects this");
            }
            if (fails) {
                throw new StoreException(StoreException.Kind.BUSY, "not now", null);
            }
            posted.remove(number);
        }
    }

    private final Delivered delivered = new Delivered();
    private final OfficialNotices notices = server.registry().notices();
    private final NoticeRunner runner = new NoticeRunner(notices, delivered, server.mail(), Clock.systemUTC());

    @BeforeAll
    static void start() {
        server = TestServer.open();
        hong = server.person("hong");
        system = server.registry()
                .accounts()
                .find(Address.of(server.system("system").address()))
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static NoticeNumber submitted(NoticeApproval approval, String... fields) throws Exception {
        return submitted(server.notices(rules(approval)), fields);
    }

    private static NoticeRules rules(NoticeApproval approval) {
        return new NoticeRules(
                approval, "공지", new NoticeAcceptance.Limits(Duration.ofDays(1), 1_000, 1_000), Duration.ofDays(90));
    }

    private static NoticeNumber submitted(NoticeDesk desk, String... fields) throws Exception {
        String message = "From: <notice@" + TestServer.DOMAIN + ">\r\nX-Gongmail-Audience: " + hong.address()
                + "\r\nMessage-ID: <" + UUID.randomUUID() + "@x>\r\nSubject: notice\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\nto all\r\n";
        MailImpl mail = MailImpl.builder()
                .name("test-" + UUID.randomUUID())
                .sender("notice@" + TestServer.DOMAIN)
                .addRecipient(new MailAddress("notice@" + TestServer.DOMAIN))
                .mimeMessage(new MimeMessage(
                        (Session) null, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))))
                .build();
        return desk.submit(
                        new NoticeDesk.Handed(system, Address.of("notice@" + TestServer.DOMAIN), "", "", Instant.EPOCH),
                        mail)
                .fold(OfficialNotice::number, refused -> {
                    throw new AssertionError(refused);
                });
    }

    private OfficialNoticeState state(NoticeNumber number) {
        return notices.find(number).orElseThrow().state();
    }

    private void advanced(NoticeNumber number, OfficialNoticeState to) {
        assertThat(notices.advance(notices.find(number).orElseThrow(), to, hong.address(), ""))
                .isPresent();
    }

    @Test
    void whatIsApprovedAndDueIsHandedOverOnce() throws Exception {
        NoticeNumber number = submitted(NoticeApproval.PEOPLE, "X-Gongmail-Must-Read: yes", "Importance: high");
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        Posting posting = delivered.posted.get(number);
        assertThat(posting.members()).containsExactly(Address.of(hong.address()));
        assertThat(posting.folder()).isEqualTo("공지");
        assertThat(posting.flags()).containsExactly("$MustRead", "\\Flagged");
        assertThat(delivered.messages.get(number)).contains("Subject: notice").endsWith("\r\n\r\nto all\r\n");
        runner.run();
        assertThat(delivered.attempts).containsEntry(number, 1);
    }

    @Test
    void whoHandsItOverIsToldOfEachThatIsNewAndDue() throws Exception {
        AtomicInteger told = new AtomicInteger();
        NoticeDesk desk = new NoticeDesk(
                server.registry(),
                new Audiences(server.registry(), Duration.ofSeconds(10)),
                server.mail(),
                rules(NoticeApproval.NONE),
                told::incrementAndGet,
                Clock.systemUTC());
        NoticeNumber number = submitted(desk, "X-Gongmail-Notice-Id: once");
        assertThat(told).hasValue(1);
        assertThat(submitted(desk, "X-Gongmail-Notice-Id: once")).isEqualTo(number);
        assertThat(told).as("the same again").hasValue(1);
        submitted(desk, "X-Gongmail-Notice-At: " + Instant.now().plusSeconds(3_600), "X-Gongmail-Notice-Id: later");
        assertThat(told).as("one that is not due").hasValue(1);
    }

    @Test
    void whatWaitsForApprovalOrForItsTimeStays() throws Exception {
        NoticeNumber waits = submitted(NoticeApproval.ALL);
        NoticeNumber later = submitted(
                NoticeApproval.NONE, "X-Gongmail-Notice-At: " + Instant.now().plusSeconds(3_600));
        runner.run();
        assertThat(delivered.posted).doesNotContainKeys(waits, later);
        advanced(waits, OfficialNoticeState.APPROVED);
        runner.run();
        assertThat(delivered.posted).containsKey(waits).doesNotContainKey(later);
    }

    @Test
    void whatCannotBeHandedOverNowIsHandedOverLater() throws Exception {
        NoticeNumber number = submitted(NoticeApproval.NONE);
        delivered.fails = true;
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASING);
        delivered.fails = false;
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.posted).containsKey(number);
    }

    @Test
    void aNoticeThatBreaksHoldsUpNoOther() throws Exception {
        NoticeNumber urgent = submitted(NoticeApproval.NONE, "Importance: high");
        NoticeNumber other = submitted(NoticeApproval.NONE);
        delivered.broken = Optional.of(urgent);
        runner.run();
        assertThat(state(urgent)).isEqualTo(OfficialNoticeState.RELEASING);
        assertThat(state(other)).isEqualTo(OfficialNoticeState.RELEASED);
        delivered.broken = Optional.empty();
        runner.run();
        assertThat(state(urgent)).isEqualTo(OfficialNoticeState.RELEASED);

        for (NoticeNumber number : List.of(urgent, other)) {
            advanced(number, OfficialNoticeState.RECALL_ASKED);
            advanced(number, OfficialNoticeState.RECALLING);
        }
        delivered.broken = Optional.of(urgent);
        runner.run();
        assertThat(state(urgent)).isEqualTo(OfficialNoticeState.RECALLING);
        assertThat(state(other)).isEqualTo(OfficialNoticeState.RECALLED);
    }

    @Test
    void whatExpiresBeforeItGoesIsNeverSent() throws Exception {
        Instant soon = Instant.now().plusSeconds(60);
        NoticeNumber number = submitted(NoticeApproval.ALL, "Expires: " + soon);
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        assertThat(notices.find(number).orElseThrow().isOver(late.instant())).isTrue();
        runner.run();
        assertThat(state(number)).as("not yet").isEqualTo(OfficialNoticeState.SUBMITTED);
        expire(number);
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.EXPIRED);
        assertThat(delivered.posted).doesNotContainKey(number);
        assertThat(new KeptMessages(server.mail()).has(number)).isFalse();
    }

    @Test
    void whatExpiresWhileItIsUnreadStaysUnlessTheAdministratorHasItRemoved() throws Exception {
        NoticeNumber number =
                submitted(NoticeApproval.NONE, "Expires: " + Instant.now().plusSeconds(60));
        NoticeNumber another = submitted(NoticeApproval.NONE);
        runner.run();
        expire(number);
        runner.run();
        assertThat(state(number)).as("it is kept").isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.posted).containsKey(number);
        new NoticeRunner(
                        notices,
                        delivered,
                        server.mail(),
                        NoticeSigning.none(Clock.systemUTC()),
                        ExpiredNotices.REMOVE,
                        Clock.systemUTC())
                .run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RECALLED);
        assertThat(notices.steps(number)).extracting(NoticeStep::reason).contains("expired");
        assertThat(delivered.posted).doesNotContainKey(number).containsKey(another);
        assertThat(state(another)).as("which does not expire").isEqualTo(OfficialNoticeState.RELEASED);
    }

    private static void expire(NoticeNumber number) {
        server.sql("UPDATE official_notice SET expires = 1 WHERE id = '" + number + "'");
    }

    @Test
    void whatIsRecalledIsTakenBackAsSoonAsThatCanBeDone() throws Exception {
        NoticeNumber number = submitted(NoticeApproval.NONE);
        runner.run();
        advanced(number, OfficialNoticeState.RECALL_ASKED);
        runner.run();
        assertThat(delivered.posted).as("asked for by one").containsKey(number);
        advanced(number, OfficialNoticeState.RECALLING);
        delivered.fails = true;
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RECALLING);
        delivered.fails = false;
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RECALLED);
        assertThat(delivered.posted).doesNotContainKey(number);
    }

    @Test
    void messagesAreKeptAsLongAsTheirNoticeWaitsAndNoLonger() throws Exception {
        KeptMessages kept = new KeptMessages(server.mail());
        NoticeNumber waits = submitted(NoticeApproval.ALL);
        NoticeNumber rejected = submitted(NoticeApproval.ALL);
        advanced(rejected, OfficialNoticeState.REJECTED);
        NoticeNumber unknown = new NoticeNumber(UUID.randomUUID());
        MailImpl mail = MailImpl.builder()
                .name("orphan")
                .sender("notice@" + TestServer.DOMAIN)
                .addRecipient(new MailAddress("notice@" + TestServer.DOMAIN))
                .mimeMessage(new MimeMessage(
                        (Session) null,
                        new ByteArrayInputStream("Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8))))
                .build();
        kept.keep(unknown, mail);
        assertThat(kept.all()).contains(waits, rejected, unknown);
        runner.tidy();
        assertThat(kept.all()).contains(waits).doesNotContainAnyElementsOf(List.of(rejected, unknown));
    }

    @Test
    void aNoticeWhoseMessageIsGoneGoesBack() throws Exception {
        NoticeNumber number = submitted(NoticeApproval.NONE);
        new KeptMessages(server.mail()).drop(number);
        runner.run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RETURNED);
        assertThat(delivered.posted).doesNotContainKey(number);
    }
}
