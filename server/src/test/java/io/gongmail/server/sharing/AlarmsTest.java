package io.gongmail.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.server.words.Words;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class AlarmsTest {
    private static final Address HONG = Address.of("hong@moe.gongmail.example");
    private static final Address ADMINISTRATOR = Address.of("admin@moe.gongmail.example");

    @TempDir
    Path folder;

    private record Letter(String sender, String recipient, String message) {
        String text() {
            return new String(
                    Base64.getMimeDecoder().decode(message.substring(message.indexOf("\r\n\r\n") + 4)),
                    StandardCharsets.UTF_8);
        }
    }

    private final List<AuditEvent> trail = new CopyOnWriteArrayList<>();
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private Database database;
    private MailStore mail;
    private Disposable consumer;
    private Alarms alarms;

    @BeforeEach
    void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 500, 8);
        mail = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                new WireDescriber(),
                Clock.systemUTC());
        alarms = new Alarms(
                new Letters(mail.queueFactory(), "mail.gongmail.example", Clock.systemUTC()),
                () -> List.of(ADMINISTRATOR),
                trail::add,
                Words.load(URI.create("https://portal.example/")),
                kind -> kind != Alarm.Kind.GUESSED,
                Clock.systemUTC());
        consumer = Flux.from(
                        mail.queueFactory().createQueue(MailQueueFactory.SPOOL).deQueue())
                .publishOn(Schedulers.boundedElastic())
                .subscribe(this::take);
    }

    private void take(MailQueue.MailQueueItem item) {
        try {
            Mail taken = item.getMail();
            try (InputStream in = new MimeMessageInputStream(taken.getMessage())) {
                letters.add(new Letter(
                        taken.getMaybeSender().asString(""),
                        taken.getRecipients().iterator().next().asString(),
                        new String(in.readAllBytes(), StandardCharsets.US_ASCII)));
            }
            item.done(MailQueue.MailQueueItem.CompletionStatus.SUCCESS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        alarms.close();
        consumer.dispose();
        mail.close();
        database.close();
    }

    @Test
    void theOwnerIsToldInBothLanguagesWhatHappenedAndWhatToDo() {
        alarms.raise(new Alarm(Alarm.Kind.NEW_PLACE, HONG, Map.of("place", "203.0.0.0/16", "client", "curl")));
        await().until(() -> letters.size() == 1);
        Letter letter = letters.get(0);
        assertThat(letter.sender()).isEmpty();
        assertThat(letter.recipient()).isEqualTo(HONG.toString());
        assertThat(letter.message()).contains("\r\nAuto-Submitted: auto-generated\r\n");
        assertThat(letter.text())
                .contains("처음 보는 장소", "(G-231)", "suspend your certificate at once", "https://portal.example/")
                .contains("place: 203.0.0.0/16\r\n", "client: curl\r\n", "account: " + HONG + "\r\n");
        assertThat(trail).hasSize(1);
        assertThat(trail.get(0).code()).isEqualTo("place.new");
        assertThat(trail.get(0).subject()).isEqualTo(HONG.toString());
        assertThat(trail.get(0).facts()).containsEntry("place", "203.0.0.0/16");
    }

    @Test
    void administratorsAreToldTooWhereTheyShouldBe() {
        alarms.raise(new Alarm(Alarm.Kind.SHARED, HONG, Map.of("places", "a, b")));
        await().until(() -> letters.size() == 2);
        assertThat(letters)
                .extracting(Letter::recipient)
                .containsExactlyInAnyOrder(HONG.toString(), ADMINISTRATOR.toString());
    }

    @Test
    void whatIsNotForMailStandsInTheTrailAlone() {
        alarms.raise(new Alarm(Alarm.Kind.GUESSED, HONG, Map.of()));
        alarms.raise(new Alarm(Alarm.Kind.NEW_PLACE, HONG, Map.of()));
        await().until(() -> !letters.isEmpty());
        assertThat(letters).hasSize(1);
        assertThat(trail).extracting(AuditEvent::code).containsExactly("sign-in.guessed", "place.new");
    }

    @Test
    void oneAccountIsWrittenToABoundedNumberOfTimesAnHour() {
        Address kim = Address.of("kim@moe.gongmail.example");
        for (int i = 0; i < Alarms.MOST_LETTERS_AN_HOUR + 5; i++) {
            alarms.raise(new Alarm(Alarm.Kind.NEW_PLACE, HONG, Map.of("client", "c" + i)));
        }
        alarms.raise(new Alarm(Alarm.Kind.NEW_PLACE, kim, Map.of()));
        await().until(() ->
                letters.stream().anyMatch(letter -> letter.recipient().equals(kim.toString())));
        assertThat(letters).hasSize(Alarms.MOST_LETTERS_AN_HOUR + 1);
        assertThat(trail).hasSize(Alarms.MOST_LETTERS_AN_HOUR + 6);
    }

    @Test
    void closingTellsWhatWaits() {
        for (int i = 0; i < 5; i++) {
            alarms.raise(new Alarm(Alarm.Kind.SHARED, HONG, Map.of()));
        }
        alarms.close();
        await().until(() -> letters.size() == 10);
    }
}
