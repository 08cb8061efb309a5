package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.outbound.Handed;
import io.gongmail.server.outbound.NextHop;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.ApplicantLetter;
import io.gongmail.store.registry.ApplicantLetter.State;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applicants hear how it goes, where mail can go; nothing is lost where it cannot. */
class ApplicantMailTest {
    private static final URI PORTAL = URI.create("https://portal.example/");

    @TempDir
    Path folder;

    private Office office;
    private ApplicantMail mail;
    private NextHop elsewhere = NextHop.OFF;

    @BeforeEach
    void open() {
        office = Office.open(folder);
        mail = new ApplicantMail(
                office.registry,
                new Letters(office.mail.queueFactory(), Office.HOST, Clock.systemUTC()),
                address -> address.endsWith("@" + Office.DOMAIN),
                (sender, recipient, message) -> elsewhere.hand(sender, recipient, message),
                Office.DOMAIN,
                Words.load(PORTAL),
                PORTAL);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private Person submitted(String contact) {
        Person person = office.in(COMPLETED);
        done(office.enrollment.contact(person.id(), contact));
        done(office.enrollment.submit(person.id()));
        return person;
    }

    private List<State> states(Person person) {
        return office.registry.letters().of(person.id()).stream()
                .map(ApplicantLetter::state)
                .toList();
    }

    private List<String> queued() throws Exception {
        ManageableMailQueue queue =
                (ManageableMailQueue) office.mail.queueFactory().createQueue(MailQueueFactory.SPOOL);
        List<String> messages = new ArrayList<>();
        for (Iterator<MailQueueItemView> views = queue.browse(); views.hasNext(); ) {
            Mail queued = views.next().getMail();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            queued.getMessage().writeTo(octets);
            messages.add(queued.getRecipients() + "\n" + octets.toString(StandardCharsets.US_ASCII));
        }
        return messages;
    }

    private static String text(String message) {
        String body = message.substring(message.indexOf("\r\n\r\n") + 4);
        return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
    }

    @Test
    void aLetterSaysWhatCameOfItInBothLanguagesAndNothingMoreOfThePerson() throws Exception {
        Person person = submitted("friend@" + Office.DOMAIN);
        done(office.review.giveBack(person.id(), office.reviewer(), "비밀스러운 사유"));
        assertThat(mail.send()).isEqualTo(2);
        assertThat(states(person)).containsExactly(State.SENT, State.SENT);
        List<String> messages = queued();
        assertThat(messages).hasSize(2).allMatch(message -> message.startsWith("[friend@" + Office.DOMAIN + "]"));
        assertThat(text(messages.get(0)))
                .contains(
                        "홍*동 님",
                        "접수되었습니다",
                        "your application was received",
                        person.id().toString())
                .contains("https://portal.example/status");
        assertThat(text(messages.get(1))).contains("반려되었습니다", "given back to be mended");
        for (String message : messages) {
            assertThat(text(message)).doesNotContain("홍길동", "비밀스러운", "01012345678", "1990", "{");
        }
        assertThat(mail.send()).isZero();
    }

    @Test
    void rejectionAndOpeningAreToldToo() throws Exception {
        Person rejected = submitted("one@" + Office.DOMAIN);
        done(office.review.reject(rejected.id(), office.reviewer(), "재직 아님"));
        Person opened = submitted("two@" + Office.DOMAIN);
        done(office.provisioning.provision(done(office.review.approve(opened.id(), office.reviewer(), ""))));
        assertThat(mail.send()).isEqualTo(4);
        assertThat(queued().stream().map(ApplicantMailTest::text))
                .anyMatch(text -> text.contains("거절되었습니다") && text.contains("rejected"))
                .anyMatch(text -> text.contains("개설되었습니다") && text.contains("your account is open"));
    }

    @Test
    void whatGoesElsewhereIsHeldAndSaidSoAndTriedAgainAtTheNextStart() throws Exception {
        Person person = submitted("hong@elsewhere.example");
        assertThat(mail.send()).isZero();
        assertThat(states(person)).containsExactly(State.HELD);
        assertThat(queued()).isEmpty();
        Dossier dossier = done(office.review.dossier(person.id(), office.reviewer()));
        assertThat(dossier.contact()).isEqualTo("h***@elsewhere.example");
        assertThat(dossier.letters()).extracting(ApplicantLetter::state).containsExactly(State.HELD);
        assertThat(office.registry.audit().list(1, 1_000).toString())
                .contains("application.letter-held", "mail to other servers is off")
                .doesNotContain("hong@elsewhere.example");
        assertThat(mail.send()).isZero();

        done(office.enrollment.contact(person.id(), "hong@" + Office.DOMAIN));
        office.registry.letters().retryHeld();
        assertThat(mail.send()).isEqualTo(1);
        assertThat(states(person)).containsExactly(State.SENT);
    }

    @Test
    void whatGoesElsewhereIsHandedToTheNextHop() {
        List<String> handed = new ArrayList<>();
        elsewhere = (sender, recipient, message) -> {
            handed.add(sender + " " + recipient + "\n" + new String(message, StandardCharsets.US_ASCII));
            return new Handed.Taken();
        };
        Person person = submitted("hong@elsewhere.example");
        assertThat(mail.send()).isEqualTo(1);
        assertThat(states(person)).containsExactly(State.SENT);
        assertThat(handed).singleElement().satisfies(message -> {
            assertThat(message)
                    .startsWith(" hong@elsewhere.example\nFrom: Gongmail <postmaster@" + Office.DOMAIN + ">")
                    .contains("To: <hong@elsewhere.example>\r\n", "Auto-Submitted: auto-generated");
            assertThat(text(message)).contains("홍*동 님", "접수되었습니다");
        });
    }

    @Test
    void aNextHopThatIsNotThereIsAskedOnceARunAndTheLetterWaits() {
        List<String> asked = new ArrayList<>();
        elsewhere = (sender, recipient, message) -> {
            asked.add(recipient);
            return new Handed.Later("no connection", false);
        };
        Person one = submitted("one@elsewhere.example");
        Person two = submitted("two@elsewhere.example");
        Person here = submitted("three@" + Office.DOMAIN);
        assertThat(mail.send()).isEqualTo(1);
        assertThat(asked).hasSize(1);
        assertThat(states(one)).containsExactly(State.WAITING);
        assertThat(states(two)).containsExactly(State.WAITING);
        assertThat(states(here)).containsExactly(State.SENT);
        elsewhere = (sender, recipient, message) -> new Handed.Never("550 no such person");
        assertThat(mail.send()).isZero();
        assertThat(states(one)).containsExactly(State.HELD);
        assertThat(office.registry.audit().list(1, 1_000).toString())
                .contains("550 no such person")
                .doesNotContain("one@elsewhere.example");
    }

    @Test
    void oneWhoIsPutOffHoldsNobodyElseUp() {
        elsewhere = (sender, recipient, message) ->
                recipient.startsWith("one@") ? new Handed.Later("450 greylisted", true) : new Handed.Taken();
        Person one = submitted("one@elsewhere.example");
        Person two = submitted("two@elsewhere.example");
        assertThat(mail.send()).isEqualTo(1);
        assertThat(states(one)).containsExactly(State.WAITING);
        assertThat(states(two)).containsExactly(State.SENT);
    }

    @Test
    void anAddressThatWasRemovedIsWrittenToNoMore() throws Exception {
        Person person = submitted("friend@" + Office.DOMAIN);
        done(office.enrollment.contact(person.id(), ""));
        assertThat(mail.send()).isZero();
        assertThat(states(person)).containsExactly(State.HELD);
        assertThat(queued()).isEmpty();
    }

    @Test
    void sentTwiceAfterACrashItIsTheSameMail() throws Exception {
        Person person = submitted("friend@" + Office.DOMAIN);
        mail.send();
        // The process ended between the queue and the note that it was sent.
        office.database.transact(
                transaction -> transaction.sql().execute("UPDATE applicant_letter SET state = 'WAITING'"));
        assertThat(mail.send()).isEqualTo(1);
        List<String> messages = queued();
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).isEqualTo(messages.get(1));
        assertThat(states(person)).containsExactly(State.SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.kr", "hong.gil-dong+x@agency.go.kr", " hong@agency.go.kr "})
    void mailAddressesAreTaken(String address) {
        Person person = office.in(COMPLETED);
        assertThat(code(office.enrollment.contact(person.id(), address))).isEqualTo("done");
        assertThat(office.registry.letters().contact(person.id())).contains(address.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hong",
                "@agency.go.kr",
                "hong@",
                "hong@localhost",
                "a b@agency.go.kr",
                "\"a\"@agency.go.kr",
                "hong@[127.0.0.1]",
                "홍@agency.go.kr",
                "a@b.kr\r\nBcc: c@d.kr",
                "a@b.kr,c@d.kr"
            })
    void whatIsNoneIsNot(String address) {
        Person person = office.in(COMPLETED);
        assertThat(code(office.enrollment.contact(person.id(), address))).isEqualTo("G-309");
        assertThat(code(office.enrollment.contact(person.id(), "a@" + "b".repeat(250) + ".kr")))
                .isEqualTo("G-309");
        assertThat(office.registry.letters().contact(person.id())).isEmpty();
    }
}
