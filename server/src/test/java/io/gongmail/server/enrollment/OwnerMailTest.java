package io.gongmail.server.enrollment;

import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Candidate;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.OwnerLetter;
import io.gongmail.store.registry.OwnerLetter.Kind;
import io.gongmail.store.registry.OwnerLetter.State;
import io.gongmail.store.registry.SeedAccount;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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

/** Owners hear in time that something ends, once for each of the days ahead. */
class OwnerMailTest {
    private static final URI PORTAL = URI.create("https://portal.example/");
    private static final Address ADMINISTRATOR = Address.of("administrator@" + Office.DOMAIN);
    private static final Duration DAY = Duration.ofDays(1);
    private static int number;

    @TempDir
    Path folder;

    private Office office;
    private OwnerMail mail;

    @BeforeEach
    void open() {
        office = Office.open(folder);
        mail = mail(Duration.ZERO);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private OwnerMail mail(Duration passwordAge) {
        return new OwnerMail(
                office.registry,
                new Letters(office.mail.queueFactory(), Office.HOST, Clock.systemUTC()),
                () -> List.of(ADMINISTRATOR),
                new OwnerMail.Rules(List.of(60, 30, 14, 7, 1), passwordAge, Duration.ofDays(14)),
                Words.load(PORTAL),
                PORTAL,
                office.clock);
    }

    private static CertificateKey key() {
        int serial = ++number;
        return new CertificateKey("30", BigInteger.valueOf(serial), "a".repeat(64), String.format("%064x", serial));
    }

    /** Somebody whose certificate ends so long from now. */
    private Address whoseEnds(Duration in) {
        return whoseEnds(in, AccountType.OFFICIAL);
    }

    private Address whoseEnds(Duration in, AccountType type) {
        Address address = Address.of(Office.freshAddress());
        office.registry
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                "홍길동",
                                type,
                                Office.AGENCY,
                                key(),
                                "cn=" + address,
                                office.clock.instant().plus(in),
                                "$argon2id$x")),
                        "test");
        return address;
    }

    private Binding binding(Address address) {
        return office.registry.bindings().of(address).get(0);
    }

    private List<Integer> told(Address address) {
        return office.registry.ownerLetters().of(address).stream()
                .map(OwnerLetter::days)
                .toList();
    }

    private List<State> states(Address address) {
        return office.registry.ownerLetters().of(address).stream()
                .map(OwnerLetter::state)
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
    void aCertificateIsToldOfOnceForEachOfTheDaysAhead() {
        Address hong = whoseEnds(Duration.ofDays(61));
        for (int day = 0; day <= 62; day++) {
            mail.write();
            mail.write();
            office.clock.turn(DAY);
        }
        assertThat(told(hong)).containsExactly(60, 30, 14, 7, 1);
    }

    @Test
    void afterAStandstillOnlyTheNearestIsTold() {
        Address soon = whoseEnds(Duration.ofDays(7));
        Address sooner = whoseEnds(Duration.ofHours(5));
        Address over = whoseEnds(Duration.ofHours(-1));
        assertThat(mail.write()).isEqualTo(2);
        assertThat(told(soon)).containsExactly(7);
        assertThat(told(sooner)).containsExactly(1);
        assertThat(told(over)).isEmpty();
    }

    @Test
    void theLetterSaysTheDayAndWhereToGoInBothLanguages() throws Exception {
        Address hong = whoseEnds(Duration.ofDays(20));
        mail.write();
        assertThat(mail.send()).isEqualTo(1);
        assertThat(states(hong)).containsExactly(State.SENT);
        List<String> messages = queued();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).startsWith("[" + hong + "]").contains("Auto-Submitted: auto-generated");
        String day = LocalDate.ofInstant(binding(hong).notAfter(), ZoneId.of("Asia/Seoul"))
                .toString();
        assertThat(text(messages.get(0)))
                .contains("등록된 인증서가 " + day + "에 만료됩니다.", "your certificate ends on " + day)
                .contains("https://portal.example/account", hong.toString())
                .doesNotContain("{");
        assertThat(mail.send()).isZero();
        assertThat(office.registry
                        .audit()
                        .list(office.registry.audit().lastNumber(), 1)
                        .get(0)
                        .event()
                        .code())
                .isEqualTo("account.letter-sent");
    }

    /** Whoever set it may have had the account suspended next. */
    @Test
    void thatMailIsForwardedIsToldWithTheAddressesAlsoOfASuspendedAccount() throws Exception {
        Address hong = whoseEnds(Duration.ofDays(100));
        Address kim = Address.of("kim@" + Office.DOMAIN);
        office.registry.forwardings().set(hong, new Forwarding(List.of(kim), false), hong.toString());
        office.registry.forwardings().clear(hong, hong.toString(), "");
        office.registry.accounts().suspend(hong, hong.toString(), "");
        assertThat(mail.send()).isEqualTo(2);
        List<String> texts = queued().stream().map(OwnerMailTest::text).toList();
        assertThat(texts)
                .anySatisfy(text -> assertThat(text)
                        .contains("no copy is kept", "사본을 남기지 않고", "주소 / addresses: " + kim, "시각 / time: "))
                .anySatisfy(text -> assertThat(text).contains("forwarded no more", "주소 / addresses: " + kim));
        office.registry.forwardings().set(hong, new Forwarding(List.of(kim), true), hong.toString());
        office.registry.accounts().close(hong, "test", "");
        assertThat(mail.send()).isZero();
    }

    /** Between the two the server was killed. */
    @Test
    void aLetterThatGoesTwiceHasOneNumber() throws Exception {
        Address hong = whoseEnds(Duration.ofDays(20));
        mail.write();
        OwnerLetter letter = office.registry.ownerLetters().waiting(10).get(0);
        mail.send();
        office.database.transact(transaction ->
                transaction.sql().execute("UPDATE owner_letter SET state = 'WAITING' WHERE account = '" + hong + "'"));
        assertThat(office.registry.ownerLetters().waiting(10)).containsExactly(letter);
        mail.send();
        assertThat(queued().stream().map(OwnerMailTest::messageId).distinct()).hasSize(1);
    }

    private static String messageId(String message) {
        return message.lines()
                .filter(line -> line.startsWith("Message-ID:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHasASuccessorIsNotToldOf() {
        Address replaced = whoseEnds(Duration.ofDays(20));
        office.registry
                .bindings()
                .replace(binding(replaced).id(), candidate(replaced), Duration.ofDays(30), "test", "test");
        Address renewed = whoseEnds(Duration.ofDays(20));
        office.registry.bindings().add(renewed, candidate(renewed), 2, "test", "test");
        Address suspended = whoseEnds(Duration.ofDays(20));
        office.registry.bindings().suspend(binding(suspended).id(), "test", "test");
        Address gone = whoseEnds(Duration.ofDays(20));
        office.registry.accounts().suspend(gone, "test", "test");
        assertThat(mail.write()).isZero();
    }

    private Candidate candidate(Address of) {
        return new Candidate(key(), "cn=" + of, office.clock.instant().plus(Duration.ofDays(900)));
    }

    @Test
    void whatIsAppliedForIsNotToldOf() {
        Office.Person hong = office.in(PROVISIONED);
        Binding binding = binding(hong.address());
        office.clock.turn(
                Duration.between(office.clock.instant(), binding.notAfter().minus(DAY.multipliedBy(20))));
        office.database.transact(transaction -> transaction
                .sql()
                .execute("UPDATE application SET aim = 'CERTIFICATE', replaced = '" + binding.id()
                        + "', state = 'SUBMITTED' WHERE id = '" + hong.id() + "'"));
        assertThat(mail.write()).isZero();
        office.database.transact(transaction ->
                transaction.sql().execute("UPDATE application SET state = 'REJECTED' WHERE id = '" + hong.id() + "'"));
        assertThat(mail.write()).isEqualTo(1);
    }

    @Test
    void whatWasRenewedBeforeTheLetterWentIsDropped() throws Exception {
        Address hong = whoseEnds(Duration.ofDays(20));
        mail.write();
        office.registry.bindings().replace(binding(hong).id(), candidate(hong), Duration.ZERO, "test", "test");
        assertThat(mail.send()).isZero();
        assertThat(states(hong)).containsExactly(State.DROPPED);
        assertThat(queued()).isEmpty();
    }

    @Test
    void ofAnAgencysSystemTheAdministratorsAreTold() throws Exception {
        Address system = whoseEnds(Duration.ofDays(20), AccountType.AGENCY_RELAY);
        mail.write();
        mail.send();
        assertThat(queued()).hasSize(1).allMatch(message -> message.startsWith("[" + ADMINISTRATOR + "]"));
        assertThat(text(queued().get(0))).contains(system.toString());
    }

    @Test
    void aPasswordIsToldOfOnceAheadOfItsEnd() throws Exception {
        Address hong = whoseEnds(Duration.ofDays(4_000));
        whoseEnds(Duration.ofDays(4_000), AccountType.AGENCY_RELAY);
        Instant set = office.registry.accounts().password(hong).orElseThrow().since();
        OwnerMail aging = mail(Duration.ofDays(90));
        office.clock.turn(Duration.ofDays(75));
        assertThat(aging.write()).isZero();
        office.clock.turn(Duration.ofDays(2));
        assertThat(aging.write()).isEqualTo(1);
        office.clock.turn(DAY);
        assertThat(aging.write()).isZero();
        assertThat(mail.write()).as("where passwords do not end").isZero();
        assertThat(office.registry.ownerLetters().of(hong))
                .extracting(OwnerLetter::kind, OwnerLetter::ends)
                .containsExactly(tuple(Kind.PASSWORD_ENDS, set.plus(Duration.ofDays(90))));
        assertThat(aging.send()).isEqualTo(1);
        assertThat(text(queued().get(0))).contains("비밀번호 사용 기간이");
    }
}
