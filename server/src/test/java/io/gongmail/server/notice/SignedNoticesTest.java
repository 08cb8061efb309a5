package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.config.UnsignedNotices;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OfficialNotices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices go signed, or wait for a key that signs. On a server of its own: a runner takes whatever is due. */
class SignedNoticesTest {
    private static final String OTHER = "9990000";
    private static final String PLAIN =
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" + "Content-Transfer-Encoding: 8bit\r\n";

    private static TestServer server;
    private static TestPerson hong;
    private static TestPerson lee;
    private static TestPerson system;
    private static TestPerson another;

    @TempDir
    Path folder;

    private final Delivered delivered = new Delivered();
    private OfficialNotices notices;

    /** What was posted. */
    private static final class Delivered implements NoticeDelivery {
        private final Map<NoticeNumber, String> messages = new ConcurrentHashMap<>();

        @Override
        public void post(Posting posting) {
            try (InputStream in = posting.message().open()) {
                messages.put(posting.number(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Counts> counts(NoticeNumber number) {
            return messages.containsKey(number) ? Optional.of(new Counts(1, 1, 0, 0, 0, 0)) : Optional.empty();
        }

        @Override
        public void recall(NoticeNumber number) {
            messages.remove(number);
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.open();
        hong = server.person("hong");
        lee = server.person("lee");
        system = server.system("system");
        another = server.system("another");
        server.registry().agencies().put(new Agency(OTHER, "다른 기관", Set.of("other.gongmail.example")), "test");
        server.worksAt(another, OTHER);
        server.worksAt(lee, OTHER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void key() throws Exception {
        notices = server.registry().notices();
        server.sql("UPDATE official_notice SET state = 'REJECTED'");
        give(TestServer.MINISTRY, Files.readAllBytes(system.folder().resolve("person.p12")));
    }

    private void give(String agency, byte[] key) throws Exception {
        own(folder.resolve(agency + ".p12"), key);
        own(folder.resolve(agency + ".password"), "changeit".getBytes(StandardCharsets.US_ASCII));
    }

    private static void own(Path file, byte[] octets) throws Exception {
        Files.write(file, octets);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private NoticeRunner runner(UnsignedNotices otherwise, Clock judging) {
        return new NoticeRunner(
                notices,
                delivered,
                server.mail(),
                NoticeSigning.with(
                        folder,
                        otherwise,
                        server.registry(),
                        server.judge(judging),
                        new SecureRandom(),
                        Clock.systemUTC()),
                Clock.systemUTC());
    }

    private NoticeRunner runner() {
        return runner(UnsignedNotices.HOLD, Clock.systemUTC());
    }

    private static Account account(TestPerson person) {
        return server.registry().accounts().find(Address.of(person.address())).orElseThrow();
    }

    private static NoticeNumber submitted(TestPerson by, TestPerson to, String fields) throws Exception {
        NoticeDesk desk = server.notices(new NoticeRules(
                NoticeApproval.NONE,
                "공지",
                new NoticeAcceptance.Limits(Duration.ofDays(1), 10_000, 10_000),
                Duration.ofDays(90)));
        String message = "From: <" + by.address() + ">\r\nX-Gongmail-Audience: " + to.address() + "\r\nMessage-ID: <"
                + UUID.randomUUID() + "@x>\r\nSubject: notice\r\n" + fields + "\r\n모두 보십시오\r\n";
        MailImpl mail = MailImpl.builder()
                .name("test-" + UUID.randomUUID())
                .sender(by.address())
                .addRecipient(new MailAddress("notice@" + TestServer.DOMAIN))
                .mimeMessage(new MimeMessage(
                        (Session) null, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))))
                .build();
        return desk.submit(new NoticeDesk.Handed(account(by), Address.of(by.address()), "", "", Instant.EPOCH), mail)
                .fold(OfficialNotice::number, refused -> {
                    throw new AssertionError(refused);
                });
    }

    private OfficialNoticeState state(NoticeNumber number) {
        return notices.find(number).orElseThrow().state();
    }

    private String lastReason(NoticeNumber number) {
        var steps = notices.steps(number);
        return steps.get(steps.size() - 1).reason();
    }

    @Test
    void aNoticeGoesSignedAndItIsToldByWhom() throws Exception {
        Program.needed("openssl");
        NoticeNumber number = submitted(system, hong, PLAIN);
        runner().run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(lastReason(number))
                .startsWith("signed by ")
                .contains(
                        "CN=001system001",
                        system.certificate().certificate().getSerialNumber().toString(16));
        String message = delivered.messages.get(number);
        assertThat(message).contains("Subject: notice", "multipart/signed").doesNotContain("8bit");
        Path file = Files.writeString(folder.resolve("m.eml"), message);
        Path anchors = Files.write(
                folder.resolve("ca.pem"), pem(server.authority().root().getEncoded()));
        assertThat(Program.run(
                                "openssl",
                                "cms",
                                "-verify",
                                "-in",
                                file.toString(),
                                "-CAfile",
                                anchors.toString(),
                                "-out",
                                folder.resolve("out").toString())
                        .exit())
                .isZero();
    }

    private static byte[] pem(byte[] der) {
        return ("-----BEGIN CERTIFICATE-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aNoticeOfAnAgencyWithoutKeyGoesAsItCame() throws Exception {
        NoticeNumber number = submitted(another, lee, PLAIN);
        runner().run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(lastReason(number)).isEmpty();
        assertThat(delivered.messages.get(number)).contains("8bit").doesNotContain("multipart/signed");
    }

    @Test
    void whatItsSenderSignedGoesAsItIs() throws Exception {
        String fields = "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b; micalg=sha-256;\r\n"
                + " protocol=\"application/pkcs7-signature\"\r\n";
        NoticeNumber number = submitted(system, hong, fields);
        runner().run();
        assertThat(delivered.messages.get(number)).containsOnlyOnce("multipart/signed");
        assertThat(lastReason(number)).isEqualTo("as its sender signed it");
    }

    @Test
    void whereTheKeyDoesNotSignItWaitsUntilItDoes() throws Exception {
        NoticeNumber number = submitted(system, hong, PLAIN);
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(4_000));
        runner(UnsignedNotices.HOLD, late).run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.APPROVED);
        assertThat(delivered.messages).doesNotContainKey(number);
        runner().run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.messages.get(number)).contains("multipart/signed");
    }

    @Test
    void whereTheAdministratorHasItSoItGoesUnsignedAndThatIsTold() throws Exception {
        NoticeNumber number = submitted(system, hong, PLAIN);
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(4_000));
        runner(UnsignedNotices.SEND, late).run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.messages.get(number)).contains("8bit").doesNotContain("multipart/signed");
        assertThat(lastReason(number)).startsWith("unsigned: G-103 ");
    }

    @Test
    void whatWaitsForAKeyHoldsUpNoOthers() throws Exception {
        give(OTHER, "no key".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 101; i++) {
            submitted(another, lee, PLAIN); // more than are looked at in one go, and due for longer
        }
        NoticeNumber number = submitted(system, hong, PLAIN);
        runner().run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(notices.list(Set.of(OfficialNoticeState.APPROVED), 1_000)).hasSize(101);
    }

    @Test
    void whatIsTooLargeToBeSignedGoesBackOrUnsigned() throws Exception {
        NoticeNumber number = submitted(system, hong, PLAIN);
        server.sql("UPDATE official_notice SET octets = 67108865 WHERE id = '" + number + "'");
        runner().run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RETURNED);
        assertThat(lastReason(number)).isEqualTo("G-966 most=64 MiB");
        NoticeNumber other = submitted(system, hong, PLAIN);
        server.sql("UPDATE official_notice SET octets = 67108865 WHERE id = '" + other + "'");
        runner(UnsignedNotices.SEND, Clock.systemUTC()).run();
        assertThat(state(other)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.messages.get(other)).doesNotContain("multipart/signed");
    }

    @Test
    void whatAStopInterruptedIsNotHeldOnceItIsWithEverybody() throws Exception {
        NoticeNumber number = submitted(system, hong, PLAIN);
        notices.advance(notices.find(number).orElseThrow(), OfficialNoticeState.RELEASING, "server", "");
        delivered.messages.put(number, "as it was signed before");
        runner(UnsignedNotices.HOLD, Clock.offset(Clock.systemUTC(), Duration.ofDays(4_000)))
                .run();
        assertThat(state(number)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(delivered.messages.get(number)).isEqualTo("as it was signed before");
    }
}
