package io.gongmail.server.delivery;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.gongmail.pki.CertificateKey;
import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.queue.Delivery;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SeedAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.jooq.impl.DSL;
import reactor.core.publisher.Mono;

/** Accounts with their mailboxes, and couriers between them; one for all tests of a class, which clear it. */
final class Post implements AutoCloseable {
    static final String DOMAIN = "moe.gongmail.example";
    static final String OTHER_DOMAIN = "mois.gongmail.example";
    static final Address HONG = Address.of("hong@" + DOMAIN);
    static final Address KIM = Address.of("kim@" + DOMAIN);
    static final Address LEE = Address.of("lee@" + OTHER_DOMAIN);
    static final String HOST = "mail.gongmail.example";
    private static final CourierSettings SETTINGS =
            new CourierSettings(2, Duration.ofMillis(20), Duration.ofMillis(50), 5, Duration.ofSeconds(10));

    static final OutwardSettings OUTWARD = new OutwardSettings(
            4,
            2,
            40,
            List.of(Duration.ofMillis(20), Duration.ofMillis(50)),
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofSeconds(10));

    private final Database database;
    final Registry registry;
    final MailStore store;
    final LocalRecipients recipients;
    private final Clock clock;
    private final AtomicInteger serial = new AtomicInteger();
    /** Of owners who react; by the next start. */
    OwnFilter filter = OwnFilter.NONE;

    private Optional<Courier> courier = Optional.empty();
    private Optional<OutwardCourier> outward = Optional.empty();

    Post(Path folder, Clock clock) {
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        registry = Registry.open(database, clock, new PersonalData(PersonalKeys.fresh(random), random));
        store = MailStore.open(
                database, folder.resolve("content"), MailStoreSettings.defaults(), MessageDescriber.NONE, clock);
        recipients = new LocalRecipients(registry.accounts()::find, () -> List.of(HONG));
        registry.agencies().put(new Agency("MOE", "교육부", Set.of(DOMAIN, "moe.outside.example")), "test");
        registry.agencies().put(new Agency("MOIS", "행정안전부", Set.of(OTHER_DOMAIN)), "test");
        account(HONG, "홍길동", "MOE");
        account(KIM, "김철수", "MOE");
        account(LEE, "이영희", "MOIS");
    }

    void account(Address address, String name, String agency) {
        account(address, name, agency, AccountType.OFFICIAL);
    }

    void account(Address address, String name, String agency, AccountType type) {
        int number = serial.incrementAndGet();
        registry.accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                name,
                                type,
                                agency,
                                new CertificateKey(
                                        "30",
                                        BigInteger.valueOf(number),
                                        "a".repeat(64),
                                        String.format("%064x", number)),
                                "cn=" + name,
                                Instant.parse("2030-01-01T00:00:00Z"),
                                "")),
                        "test");
    }

    ForwardingPolicy policy(ForwardingConfig.Reach reach, boolean elsewhere, String... domains) {
        return new ForwardingPolicy(
                new ForwardingConfig(reach, List.of(domains), 3),
                Set.of(DOMAIN, OTHER_DOMAIN),
                recipients,
                agency -> registry.agencies().find(agency).map(Agency::domains).orElse(Set.of()),
                elsewhere);
    }

    void start(ForwardingPolicy policy) {
        courier = Optional.of(Courier.start(
                store,
                recipients,
                new Reactions(registry.vacations(), registry.forwardings(), policy, filter),
                HOST,
                SETTINGS,
                clock));
    }

    /** Another server as tests write it who have one recipient. */
    @FunctionalInterface
    interface Hop {
        Given hand(String sender, String recipient, byte[] message);
    }

    void startOutward(Hop hop) {
        startOutward(
                (envelope, message) -> {
                    try {
                        byte[] octets = message.read();
                        return envelope.recipients().stream()
                                .map(recipient -> hop.hand(envelope.sender(), recipient.asString(), octets))
                                .toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                OUTWARD);
    }

    void startOutward(Elsewhere elsewhere, OutwardSettings settings) {
        outward = Optional.of(OutwardCourier.start(store, recipients, elsewhere, HOST, settings, clock));
    }

    /** Nothing is taken from the queues until the next start. */
    void stop() {
        courier.ifPresent(Courier::close);
        outward.ifPresent(OutwardCourier::close);
        courier = Optional.empty();
        outward = Optional.empty();
    }

    /** As it was: mailboxes are empty, and nobody has asked for anything. */
    void clear() throws Exception {
        stop();
        queue().clear();
        outwardQueue().clear();
        for (Account account : registry.accounts().list("", 100)) {
            MailboxSession session = store.mailboxManager()
                    .createSystemSession(Username.of(account.address().toString()));
            MailboxPath inbox = MailboxPath.inbox(session);
            if (Mono.from(store.mailboxManager().mailboxExists(inbox, session)).block()) {
                store.mailboxManager().deleteMailbox(inbox, session);
            }
        }
        for (String statement : List.of(
                "DELETE FROM vacation_answer",
                "DELETE FROM vacation",
                "DELETE FROM forwarding_address",
                "DELETE FROM forwarding",
                "UPDATE account SET reacts = 0, state = 'ACTIVE'")) {
            database.transact(transaction -> transaction.sql().execute(statement));
        }
    }

    ManageableMailQueue queue() {
        return store.queueFactory().createQueue(MailQueueFactory.SPOOL);
    }

    ManageableMailQueue outwardQueue() {
        return store.queueFactory().createQueue(OutwardCourier.QUEUE);
    }

    void send(UUID id, String sender, String recipient, String text) throws Exception {
        Mail mail = mail(id, sender, recipient, text);
        queue().enQueue(mail);
        LifecycleUtil.dispose(mail);
    }

    static Mail mail(UUID id, String sender, String recipient, String text) throws Exception {
        MailImpl.Builder builder = MailImpl.builder()
                .name("m")
                .addRecipient(recipient)
                .mimeMessage(new MimeMessage(null, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        if (!sender.isEmpty()) {
            builder.sender(sender);
        }
        Mail mail = builder.build();
        Delivery.mark(mail, id);
        return mail;
    }

    /** How many senders are noted as answered. */
    int answered() {
        return database.transact(transaction -> transaction.sql().fetchCount(DSL.table(DSL.name("vacation_answer"))));
    }

    /** Waits until every mail that is queued, and what comes of it, is where it goes. */
    void settle() {
        await().until(() -> queue().getSize() == 0);
    }

    List<String> inbox(Address user) throws Exception {
        return mailbox(user, "INBOX");
    }

    /** The account's row says that there is something to ask for. */
    void reacts(Address user) {
        database.transact(transaction ->
                transaction.sql().execute("UPDATE account SET reacts = 1 WHERE address = '" + user + "'"));
    }

    List<String> flags(Address user, String name) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(Username.of(user.toString()));
        List<String> flags = new ArrayList<>();
        for (MessageResult message : ImmutableList.copyOf(store.mailboxManager()
                .getMailbox(MailboxPath.forUser(session.getUser(), name), session)
                .getMessages(MessageRange.all(), FetchGroup.MINIMAL, session))) {
            flags.add(message.getFlags().toString());
        }
        return flags;
    }

    /** Of a mailbox that is not there there are none. */
    List<String> mailbox(Address user, String name) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(Username.of(user.toString()));
        MailboxPath inbox = MailboxPath.forUser(session.getUser(), name);
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

    static String body(String message) {
        String encoded = message.substring(message.indexOf("\r\n\r\n") + 4);
        return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stop();
        store.close();
        registry.close();
        database.close();
    }
}
