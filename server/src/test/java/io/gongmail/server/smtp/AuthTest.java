package io.gongmail.server.smtp;

import static io.gongmail.server.smtp.SmtpTalk.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.PasswordPolicy;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.signin.SignInRules;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTH PLAIN and AUTH LOGIN: RFC 4954, RFC 4616. */
@Tag("either-provider")
class AuthTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson kim;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        kim = submission.server().person("kim");
    }

    private static SmtpTalk greeted() {
        return submission.greeted(hong.certificate());
    }

    private static String plain(String authorization, String login, String password) {
        return base64(authorization + "\0" + login + "\0" + password);
    }

    @Test
    void plainSignsInWithAnInitialResponse() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN " + plain("", hong.address(), hong.password()))
                    .says("235 2.7.0");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
        }
    }

    @Test
    void plainSignsInWithAContinuation() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN").says("334 ");
            smtp.hears(plain("", hong.address(), hong.password())).says("235 2.7.0");
        }
    }

    @Test
    void loginSignsInWithTwoPrompts() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH LOGIN").says("334 VXNlcm5hbWU6");
            smtp.hears(base64(hong.address())).says("334 UGFzc3dvcmQ6");
            smtp.hears(base64(hong.password())).says("235 2.7.0");
        }
    }

    @Test
    void loginSignsInWithTheNameInTheCommand() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("auth login " + base64(hong.address())).says("334 UGFzc3dvcmQ6");
            smtp.hears(base64(hong.password())).says("235 2.7.0");
        }
    }

    @Test
    void theLoginMayBeInAnyCase() {
        try (SmtpTalk smtp = greeted()) {
            smtp.authPlain(hong.address().toUpperCase(java.util.Locale.ROOT), hong.password())
                    .says("235 2.7.0");
        }
    }

    @Test
    void theAuthorizationIdentityMayBeTheSameAccount() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN " + plain(hong.address(), hong.address(), hong.password()))
                    .says("235 2.7.0");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void theAuthorizationIdentityMayBeNoOther() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN " + plain(kim.address(), hong.address(), hong.password()))
                    .says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + kim.address() + ">").says("530 5.7.0");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneTakenAfterIt() {
        TestPerson choi = submission.server().person("choi");
        try (SmtpTalk smtp = submission.greeted(choi.certificate())) {
            smtp.authPlain(choi.address(), "wrong").says("535 5.7.8", "G-201");
            smtp.authPlain(choi.address(), "").says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + choi.address() + ">").says("530 5.7.0");
            smtp.authPlain(choi.address(), choi.password()).says("235 2.7.0");
        }
    }

    /** Somebody else's login with one's own good certificate, with either's password, by every way there is. */
    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void aCertificateOfSomebodyElseOpensNothing() {
        TestPerson thief = submission.server().person("thief");
        String login = kim.address();
        for (String password : new String[] {kim.password(), thief.password()}) {
            try (SmtpTalk smtp = submission.greeted(thief.certificate())) {
                for (String identity : new String[] {"", login, thief.address()}) {
                    smtp.hears("AUTH PLAIN " + plain(identity, login, password)).says("535 5.7.8", "G-201");
                    smtp.hears("AUTH PLAIN").says("334 ");
                    smtp.hears(plain(identity, login, password)).says("535 5.7.8", "G-201");
                }
                smtp.hears("AUTH PLAIN " + plain(login, thief.address(), password))
                        .says("535 5.7.8", "G-201");
                smtp.hears("AUTH LOGIN").says("334 ").hears(base64(login)).says("334 ");
                smtp.hears(base64(password)).says("535 5.7.8", "G-201");
                smtp.hears("AUTH LOGIN " + base64(login)).says("334 ");
                smtp.hears(base64(password)).says("535 5.7.8", "G-201");
                smtp.hears("MAIL FROM:<" + login + ">").says("530 5.7.0");
            }
        }
    }

    @Test
    void aGoodCertificateWithoutAnAccountOpensNothing() throws GeneralSecurityException {
        Issued unbound = submission.server().authority().officialWithEcKey("교육부", "001무소속001");
        try (SmtpTalk smtp = submission.greeted(unbound)) {
            smtp.authPlain(hong.address(), hong.password()).says("535 5.7.8", "G-201");
        }
    }

    @Test
    void aRevokedBindingOpensNothing() {
        TestPerson lee = submission.server().person("lee");
        submission.server().closeBinding(lee);
        try (SmtpTalk smtp = submission.greeted(lee.certificate())) {
            smtp.authPlain(lee.address(), lee.password()).says("535 5.7.8", "G-201");
        }
    }

    @Test
    void aSessionEndsWithItsBinding() {
        TestPerson park = submission.server().person("park");
        try (SmtpTalk smtp = submission.signedIn(park)) {
            submission
                    .server()
                    .sessions()
                    .endBinding(submission.server().binding(park).id(), EndReason.BINDING_CLOSED);
            smtp.says("421 4.7.0", EndReason.BINDING_CLOSED.code()).hangsUp();
        }
    }

    @Test
    void aSessionIsForgottenWhenItsConnectionEnds() {
        TestPerson nam = submission.server().person("nam");
        try (SmtpTalk smtp = submission.signedIn(nam)) {
            assertThat(sessionsOf(nam)).isOne();
        }
        org.awaitility.Awaitility.await().until(() -> sessionsOf(nam) == 0);
    }

    private static long sessionsOf(TestPerson person) {
        return submission.server().sessions().list().stream()
                .filter(signedIn -> signedIn.account().address().toString().equals(person.address()))
                .count();
    }

    @Test
    @Adversary("SASL abort")
    void anAsteriskAborts() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN").says("334 ").hears("*").says("501 5.7.0");
            smtp.hears("AUTH LOGIN").says("334 ").hears("*").says("501 5.7.0");
            smtp.hears("AUTH LOGIN " + base64(hong.address()))
                    .says("334 ")
                    .hears("*")
                    .says("501 5.7.0");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0");
            smtp.authPlain(hong.address(), hong.password()).says("235 2.7.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!",
                "YWJj*",
                "YQ",
                "=",
                "==",
                "", // not base64, or empty
                "AA==", // NUL alone
                "aG9uZw==", // one token
                "aG9uZwBwdw==", // two tokens
                "AGEAYgBj", // four tokens
                "AGEAAGI=", // a NUL in the password
                "AP8AcHc=", // not UTF-8
            })
    void whatIsNoPlainResponseIsRefused(String response) {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN").says("334 ").hears(response).says("501 5.5.2");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0");
        }
    }

    @Test
    @Adversary("SASL oversize responses")
    void aResponseIsBounded() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH PLAIN").says("334 ").hears(plain("h".repeat(2_000), hong.address(), hong.password()));
            smtp.says("501 5.5.2");
            smtp.hears("AUTH PLAIN").says("334 ").hears("A".repeat(1 << 20)).says("500 5.5.2");
            smtp.hears("AUTH LOGIN").says("334 ").hears("A".repeat(1 << 20)).says("500 5.5.2");
            smtp.authPlain(hong.address(), hong.password()).says("235 2.7.0");
        }
    }

    @Test
    void otherMechanismsAreNotKnown() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears("AUTH").says("501 5.5.4");
            smtp.hears("AUTH EXTERNAL").says("504 5.5.4");
            smtp.hears("AUTH CRAM-MD5").says("504 5.5.4");
            smtp.hears("AUTH PLAIN-CLIENTTOKEN").says("504 5.5.4");
        }
    }

    @Test
    void ehloComesFirst() {
        try (SmtpTalk smtp = submission.connect(hong.certificate()).says("220 ")) {
            smtp.authPlain(hong.address(), hong.password()).says("503 5.5.1");
        }
    }

    @Test
    void oneSignsInOnce() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.authPlain(hong.address(), hong.password()).says("503 5.5.1");
            smtp.authPlain(kim.address(), kim.password()).says("503 5.5.1");
        }
    }

    /** RFC 4954 §6: 530 to anything but what leads to signing in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<hong@moe.gongmail.example>",
                "MAIL FROM:<>",
                "RCPT TO:<hong@moe.gongmail.example>",
                "DATA",
                "VRFY hong",
                "EXPN all",
                "BDAT 0 LAST",
                "STARTTLS",
                "ETRN moe.gongmail.example"
            })
    void nothingIsTakenBeforeSignIn(String command) {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears(command).says("530 5.7.0", "G-205");
        }
    }

    @Test
    void whatIsPipelinedBehindAuthIsAnsweredAfterIt() {
        try (SmtpTalk smtp = greeted()) {
            smtp.hears(
                            "AUTH PLAIN " + plain("", hong.address(), hong.password()),
                            "MAIL FROM:<" + hong.address() + ">",
                            "RCPT TO:<" + kim.address() + ">",
                            "RSET",
                            "NOOP")
                    .says("235 ")
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("250 2.0.0")
                    .says("250 2.0.0");
        }
    }

    @Test
    void whatIsPipelinedBehindARefusedAuthIsRefused() {
        TestPerson oh = submission.server().person("oh");
        try (SmtpTalk smtp = submission.greeted(oh.certificate())) {
            smtp.hears("AUTH PLAIN " + plain("", oh.address(), "wrong"), "MAIL FROM:<" + oh.address() + ">")
                    .says("535 5.7.8")
                    .says("530 5.7.0");
        }
    }

    @Test
    void aSlowCheckKeepsOnlyItsOwnConnectionWaiting() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Submission slow = Submission.with(signIn(work -> threads.execute(() -> {
                    awaitQuietly(go);
                    work.run();
                })));
                SmtpTalk waiting = slow.greeted(hong.certificate())) {
            waiting.hears("AUTH PLAIN " + plain("", hong.address(), hong.password()), "NOOP");
            for (int other = 0; other < 8; other++) {
                try (SmtpTalk smtp = slow.greeted(kim.certificate())) {
                    smtp.hears("NOOP").says("250 ");
                }
            }
            go.countDown();
            waiting.says("235 ").says("250 ");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whenTooManySignInAtOnceTheyAreToldToComeAgain() {
        try (Submission full = Submission.with(signIn(work -> {
                    throw new RejectedExecutionException();
                }));
                SmtpTalk smtp = full.greeted(hong.certificate())) {
            smtp.authPlain(hong.address(), hong.password()).says("454 4.7.0", "G-202");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0");
        }
    }

    @Test
    void timeToSignInIsBounded() {
        try (Submission impatient = Submission.with(Submission.config(Duration.ofMinutes(5), Duration.ofMillis(300)));
                SmtpTalk smtp = impatient.connect(hong.certificate()).says("220 ")) {
            smtp.says("421 4.4.2", Replies.TOO_LATE).hangsUp();
        }
    }

    @Test
    void whoHasSignedInIsNotLate() {
        try (Submission impatient = Submission.with(Submission.config(Duration.ofSeconds(8), Duration.ofSeconds(6)));
                SmtpTalk smtp = impatient.signedIn(hong)) {
            smtp.says("421 4.4.2", Replies.IDLE).hangsUp();
        }
    }

    private static SignIn signIn(java.util.concurrent.Executor threads) {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, work -> {
            Thread thread = new Thread(work, "auth-test");
            thread.setDaemon(true);
            return thread;
        });
        return new SignIn(
                SignInRecords.of(submission.server().registry()),
                new Policies(Set.of(new PolicyOid(DemoAuthority.OFFICIAL)), Set.of()),
                new SignInRules(Duration.ofMinutes(5), 1_000, new PasswordPolicy(8, 0)),
                Hashing.of(new PasswordHashing(new SecureRandom(), new Argon2Parameters(64, 1, 1))),
                Duration.ofMillis(1),
                submission.server().sessions(),
                Admission.ALL,
                threads,
                timer,
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom());
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
