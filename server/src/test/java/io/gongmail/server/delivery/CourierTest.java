package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.queue.Delivery;
import io.gongmail.store.mail.quota.QuotaGroups;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class CourierTest {
    private static final String HONG = "hong@moe.gongmail.example";
    private static final String KIM = "kim@moe.gongmail.example";
    private static final String TEXT = "Subject: hello\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n.\r\n";
    private static final CourierSettings SETTINGS =
            new CourierSettings(4, Duration.ofMillis(20), Duration.ofMillis(50), 5, Duration.ofSeconds(10));

    private final PersonalKeys keys = PersonalKeys.fresh(new SecureRandom());

    @TempDir
    Path folder;

    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger failingLookups = new AtomicInteger();
    private final AtomicReference<List<Address>> administrators = new AtomicReference<>(List.of(Address.of(KIM)));
    private final AtomicInteger looks = new AtomicInteger();
    private Database database;
    private MailStore store;
    private Registry registry;
    private Optional<Courier> courier = Optional.empty();

    @BeforeEach
    void open() {
        accounts.put(HONG, AccountState.ACTIVE);
        accounts.put(KIM, AccountState.ACTIVE);
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
        SecureRandom random = new SecureRandom();
        registry = Registry.open(database, Clock.systemUTC(), new PersonalData(keys, random));
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                groups,
                MessageDescriber.NONE,
                Clock.systemUTC());
    }

    private final AtomicReference<OptionalLong> agencyLimit = new AtomicReference<>(OptionalLong.empty());
    private final QuotaGroups groups = new QuotaGroups() {
        @Override
        public Optional<String> of(Username user) {
            return user.equals(Username.of(KIM)) ? Optional.of("1342000") : Optional.empty();
        }

        @Override
        public OptionalLong limit(String group) {
            return agencyLimit.get();
        }

        @Override
        public List<Username> members(String group, String after, int limit) {
            return List.of();
        }
    };

    @AfterEach
    void close() {
        courier.ifPresent(Courier::close);
        courier = Optional.empty();
        store.close();
        registry.close();
        database.close();
    }

    private void start() {
        start(SETTINGS);
    }

    private void start(CourierSettings settings) {
        LocalRecipients recipients = new LocalRecipients(this::find, () -> {
            looks.incrementAndGet();
            return administrators.get();
        });
        courier = Optional.of(Courier.start(
                store, recipients, reactions(recipients), "mail.gongmail.example", settings, Clock.systemUTC()));
    }

    /** Of nobody here. */
    private Reactions reactions(LocalRecipients recipients) {
        return new Reactions(
                registry.vacations(),
                registry.forwardings(),
                new ForwardingPolicy(
                        new ForwardingConfig(ForwardingConfig.Reach.OFF, List.of(), 1),
                        Set.of("moe.gongmail.example"),
                        recipients,
                        agency -> Set.of(),
                        false),
                OwnFilter.NONE);
    }

    private Optional<Account> find(Address address) {
        if (failingLookups.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the registry is away");
        }
        return Optional.ofNullable(accounts.get(address.toString()))
                .map(state -> new Account(address, "홍길동", AccountType.OFFICIAL, "moe", Set.of(), state, Instant.EPOCH));
    }

    @Test
    void everyRecipientGetsTheMailAsItWasAcceptedBehindItsReturnPath() throws Exception {
        start();
        queue().enQueue(mail(HONG, HONG, KIM));
        for (String user : List.of(HONG, KIM)) {
            await().untilAsserted(() -> assertThat(inbox(user)).hasSize(1));
            assertThat(inbox(user).get(0))
                    .startsWith("Return-Path: <" + HONG + ">\r\nX-Gongmail-Delivery: ")
                    .endsWith(TEXT);
        }
        assertThat(inbox(HONG)).isEqualTo(inbox(KIM));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
    }

    @Test
    void aDeliveryRepeatedAfterACrashReachesNobodyTwice() throws Exception {
        UUID id = UUID.randomUUID();
        Mail first = mail(HONG, HONG, KIM);
        Delivery.mark(first, id);
        Mail again = mail(HONG, HONG, KIM);
        Delivery.mark(again, id);
        // As if the process had died when one of two recipients had it and the queue did not know.
        accounts.put(KIM, AccountState.CLOSED);
        start();
        queue().enQueue(mailOnlyTo(first, HONG));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        accounts.put(KIM, AccountState.ACTIVE);
        queue().enQueue(again);
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(HONG)).hasSize(1);
    }

    @Test
    void twoEqualMailsAreTwoMails() throws Exception {
        start();
        queue().enQueue(mail(HONG, KIM));
        queue().enQueue(mail(HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(2));
    }

    @Test
    void whatFailedForNowIsTriedAgainForThoseWhoLackIt() throws Exception {
        failingLookups.set(3);
        start();
        queue().enQueue(mail(HONG, HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(HONG)).hasSize(1);
        assertThat(inbox(KIM)).hasSize(1);
    }

    @Test
    void aMailToManyReachesEachOfThemOnce() throws Exception {
        List<String> everybody = IntStream.range(0, 90)
                .mapToObj(i -> "official" + i + "@moe.gongmail.example")
                .toList();
        everybody.forEach(user -> accounts.put(user, AccountState.ACTIVE));
        accounts.put(everybody.get(7), AccountState.CLOSED);
        failingLookups.set(5);
        start();
        queue().enQueue(mail(HONG, everybody.toArray(new String[0])));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(HONG).get(0)).contains("Final-Recipient: rfc822; " + everybody.get(7) + "\r\n");
        String first = inbox(everybody.get(0)).get(0);
        for (String user : everybody) {
            assertThat(inbox(user)).as(user).isEqualTo(user.equals(everybody.get(7)) ? List.of() : List.of(first));
        }
    }

    @Test
    void aMailToManyIsGivenTogetherWhereNothingStandsInTheWay() throws Exception {
        List<String> everybody = IntStream.range(0, 450)
                .mapToObj(i -> "official" + i + "@moe.gongmail.example")
                .toList();
        for (String user : everybody) {
            accounts.put(user, AccountState.ACTIVE);
            MailboxSession session = store.mailboxManager().createSystemSession(Username.of(user));
            store.mailboxManager().createMailbox(MailboxPath.inbox(session), session);
        }
        String closed = everybody.get(0);
        String full = everybody.get(300);
        accounts.put(closed, AccountState.CLOSED);
        full(full);
        start();
        queue().enQueue(mail(HONG, everybody.toArray(new String[0])));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(2));
        assertThat(inbox(HONG).get(0)).contains("Final-Recipient: rfc822; " + closed + "\r\n");
        assertThat(inbox(HONG).get(1))
                .contains("Final-Recipient: rfc822; " + full + "\r\nAction: failed\r\nStatus: 5.2.2");
        String first = inbox(everybody.get(1)).get(0);
        for (String user : everybody) {
            assertThat(inbox(user))
                    .as(user)
                    .isEqualTo(user.equals(closed) || user.equals(full) ? List.of() : List.of(first));
        }
        // Of those to whom it is given one by one, each has the time at which it was.
        assertThat(received(everybody.get(449))).isEqualTo(received(everybody.get(1)));
    }

    private Date received(String user) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(Username.of(user));
        return ImmutableList.copyOf(store.mailboxManager()
                        .getMailbox(MailboxPath.inbox(session), session)
                        .getMessages(MessageRange.all(), FetchGroup.MINIMAL, session))
                .get(0)
                .getInternalDate();
    }

    @Test
    void aDeliveryToManyRepeatedAfterACrashReachesNobodyTwice() throws Exception {
        List<String> everybody = IntStream.range(0, 30)
                .mapToObj(i -> "official" + i + "@moe.gongmail.example")
                .toList();
        everybody.forEach(user -> accounts.put(user, AccountState.ACTIVE));
        UUID id = UUID.randomUUID();
        String[] some = everybody.subList(0, 17).toArray(new String[0]);
        Mail first = mail(HONG, some);
        Delivery.mark(first, id);
        Mail again = mail(HONG, everybody.toArray(new String[0]));
        Delivery.mark(again, id);
        start();
        queue().enQueue(first);
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        queue().enQueue(again);
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        for (String user : everybody) {
            assertThat(inbox(user)).as(user).hasSize(1);
        }
    }

    @Test
    void theSenderIsToldWhenARecipientIsGone() throws Exception {
        accounts.put(KIM, AccountState.CLOSED);
        start();
        queue().enQueue(mail(HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        assertThat(inbox(HONG).get(0))
                .startsWith("Return-Path: <>\r\n")
                .contains("report-type=delivery-status")
                .contains("Final-Recipient: rfc822; " + KIM + "\r\nAction: failed\r\nStatus: 5.1.1")
                .contains("Subject: hello")
                .doesNotContain("body\r\n.\r\n");
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(KIM)).isEmpty();
    }

    @Test
    void mailToAFullMailboxIsTriedAgainAndThenItsSenderIsTold() throws Exception {
        full(KIM);
        start();
        queue().enQueue(mail(HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        assertThat(inbox(HONG).get(0))
                .contains("Final-Recipient: rfc822; " + KIM + "\r\nAction: failed\r\nStatus: 5.2.2");
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(KIM)).isEmpty();
    }

    @Test
    void aFullAgencyTakesNothingWhateverRoomTheMailboxHas() throws Exception {
        agencyLimit.set(OptionalLong.of(0));
        start();
        queue().enQueue(mail(HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        assertThat(inbox(HONG).get(0)).contains("Status: 5.2.2", "all mailboxes of the agency together are full");
        assertThat(inbox(KIM)).isEmpty();
    }

    @Test
    void whoMakesRoomMeanwhileGetsTheMail() throws Exception {
        full(KIM);
        start(new CourierSettings(4, Duration.ofMillis(20), Duration.ofMillis(50), 100_000, Duration.ofSeconds(10)));
        queue().enQueue(mail(HONG, HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        assertThat(inbox(KIM)).isEmpty();
        store.accountQuotas().standard(Username.of(KIM));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        assertThat(inbox(HONG)).hasSize(1);
    }

    @Test
    void oneFullMailboxKeepsMailForPostmasterFromNoOtherAdministrator() throws Exception {
        administrators.set(List.of(Address.of(KIM), Address.of(HONG)));
        full(KIM);
        start();
        queue().enQueue(mail(HONG, "postmaster@moe.gongmail.example"));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(HONG)).as("its sender is not told that it failed").hasSize(1);
        assertThat(inbox(KIM)).isEmpty();
    }

    private void full(String user) {
        store.accountQuotas().limit(Username.of(user), 10);
    }

    @Test
    void aNoticeThatCannotBeDeliveredMakesNoOther() throws Exception {
        accounts.put(KIM, AccountState.CLOSED);
        start();
        queue().enQueue(mail("", KIM));
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
        assertThat(inbox(HONG)).isEmpty();
    }

    @Test
    void aSuspendedAccountKeepsReceivingAndAClosedOneTakesNothing() throws Exception {
        accounts.put(KIM, AccountState.SUSPENDED);
        start();
        queue().enQueue(mail(HONG, KIM));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        LocalRecipients recipients = new LocalRecipients(this::find, List::of);
        assertThat(recipients.accepts(KIM)).isTrue();
        accounts.put(KIM, AccountState.CLOSED);
        assertThat(recipients.accepts(KIM)).isFalse();
    }

    @Test
    void theAdministratorsReadWhatIsSentToPostmaster() throws Exception {
        start();
        queue().enQueue(mail(HONG, "Postmaster@moe.gongmail.example"));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        assertThat(inbox(HONG)).isEmpty();
    }

    /** RFC 5321 §4.5.1: it is taken always, and somebody reads it as soon as there is somebody. */
    @Test
    void mailForPostmasterWaitsForTheFirstAdministrator() throws Exception {
        administrators.set(List.of());
        LocalRecipients recipients = new LocalRecipients(this::find, administrators::get);
        assertThat(recipients.accepts("Postmaster@moe.gongmail.example")).isTrue();
        assertThat(recipients.accepts("nobody@moe.gongmail.example")).isFalse();
        start(new CourierSettings(4, Duration.ofMillis(20), Duration.ofMillis(50), 100_000, Duration.ofSeconds(10)));
        queue().enQueue(mail(HONG, "postmaster@moe.gongmail.example"));
        await().untilAsserted(() -> assertThat(looks).hasPositiveValue());
        administrators.set(List.of(Address.of(KIM)));
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
        assertThat(inbox(HONG)).isEmpty();
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
    }

    @Test
    void whenNobodyComesTheSenderIsTold() throws Exception {
        administrators.set(List.of());
        start();
        queue().enQueue(mail(HONG, "postmaster@moe.gongmail.example"));
        await().untilAsserted(() -> assertThat(inbox(HONG)).hasSize(1));
        assertThat(inbox(HONG).get(0)).contains("Final-Recipient: rfc822; postmaster@moe.gongmail.example");
        await().untilAsserted(() -> assertThat(queue().getSize()).isZero());
    }

    @Test
    void anAccountOfThatNameThatIsClosedIsNobodys() {
        accounts.put("postmaster@moe.gongmail.example", AccountState.CLOSED);
        assertThat(new LocalRecipients(this::find, administrators::get).accepts("postmaster@moe.gongmail.example"))
                .isFalse();
    }

    @Test
    void whatWasQueuedWithoutACourierIsDeliveredByTheNextProcess() throws Exception {
        queue().enQueue(mail(HONG, KIM));
        close();
        open();
        start();
        await().untilAsserted(() -> assertThat(inbox(KIM)).hasSize(1));
    }

    @Test
    void aClosedCourierTakesNoMore() throws Exception {
        start();
        courier.orElseThrow().close();
        queue().enQueue(mail(HONG, KIM));
        assertThat(queue().getSize()).isOne();
        assertThat(inbox(KIM)).isEmpty();
    }

    private ManageableMailQueue queue() {
        return store.queueFactory().createQueue(MailQueueFactory.SPOOL);
    }

    private static Mail mail(String sender, String... recipients) throws Exception {
        MailImpl.Builder mail = MailImpl.builder()
                .name("m")
                .addRecipients(recipients)
                .mimeMessage(new MimeMessage(null, new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))));
        if (!sender.isEmpty()) {
            mail.sender(sender);
        }
        return mail.build();
    }

    private static Mail mailOnlyTo(Mail mail, String recipient) throws Exception {
        mail.setRecipients(List.of(new MailAddress(recipient)));
        return mail;
    }

    private List<String> inbox(String user) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(Username.of(user));
        MailboxPath inbox = MailboxPath.inbox(session);
        if (!Mono.from(store.mailboxManager().mailboxExists(inbox, session)).block()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (MessageResult message : ImmutableList.copyOf(store.mailboxManager()
                .getMailbox(inbox, session)
                .getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session))) {
            texts.add(new String(message.getFullContent().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
