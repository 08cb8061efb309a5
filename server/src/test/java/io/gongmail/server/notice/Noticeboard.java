package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.delivery.NotificationRequest;
import io.gongmail.server.delivery.NotificationRequests;
import io.gongmail.server.notice.posting.StoredDelivery;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.server.core.MailImpl;

/** A server of its own with an agency, three people and a system, whose notices go at once; copies are made as mailboxes are looked at. */
public final class Noticeboard implements AutoCloseable {
    public static final String SCHOOLS = "BRD-SCHOOLS";
    public static final String DESK = "notice@" + TestServer.DOMAIN;
    public static final Clock CLOCK = Clock.systemUTC();

    public final TestServer server = TestServer.open();
    public final TestPerson hong = person("hong", "기획실");
    public final TestPerson kim = person("kim", "감사관");
    public final TestPerson lee = person("lee", "기획 실");
    public final TestPerson press = server.agency("press");
    public final Account system = server.registry()
            .accounts()
            .find(Address.of(server.system("system").address()))
            .orElseThrow();
    public final StoredDelivery delivery = new StoredDelivery(server.mail().notices(), System::nanoTime);
    public final NoticeRunner runner = new NoticeRunner(server.registry().notices(), delivery, server.mail(), CLOCK);
    public final NoticeReports reports = new NoticeReports(server.mail(), server.registry(), CLOCK, System::nanoTime);

    private TestPerson person(String name, String unit) {
        server.registry().agencies().put(new Agency(SCHOOLS, "=학교", Set.of("schools.gongmail.example")), "test");
        TestPerson person = server.person(name);
        server.worksAt(person, SCHOOLS);
        server.isKnownAs(person, name, unit, "과장");
        return person;
    }

    /** Out, to all three. */
    public NoticeNumber out(String... fields) throws MessagingException, IOException {
        return out(new NotificationRequests("", false, Map.of()), fields);
    }

    public NoticeNumber out(NotificationRequests asked, String... fields) throws MessagingException, IOException {
        NoticeNumber number = handedIn(asked, fields);
        runner.run();
        if (notice(number).state() != OfficialNoticeState.RELEASED) {
            throw new AssertionError(notice(number));
        }
        return number;
    }

    /** What the sender asks to be told of. */
    public static NotificationRequests asked(String envelopeId, NotificationRequest.Event... events) {
        return new NotificationRequests(
                envelopeId, false, Map.of(DESK, new NotificationRequest(Set.of(events), "rfc822;" + DESK)));
    }

    private NoticeNumber handedIn(NotificationRequests asked, String... fields) throws MessagingException, IOException {
        return handing(asked, fields).fold(OfficialNotice::number, refused -> {
            throw new AssertionError(refused);
        });
    }

    private Ruling<OfficialNotice> handing(NotificationRequests asked, String... fields)
            throws MessagingException, IOException {
        NoticeDesk desk = server.notices(new NoticeRules(
                NoticeApproval.NONE,
                "공지",
                new NoticeAcceptance.Limits(Duration.ofDays(1), 1_000, 1_000),
                Duration.ofDays(90)));
        server.registry().audiences().saveList("board", TestServer.MINISTRY, addresses(), "test");
        String message = "From: <" + press.address() + ">\r\nX-Gongmail-Audience: board\r\nMessage-ID: <"
                + UUID.randomUUID() + "@x>\r\nSubject: =?UTF-8?B?7KCE7IKw66edIOygkOqygA==?=\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\nto all\r\n";
        MailImpl mail = MailImpl.builder()
                .name("test-" + UUID.randomUUID())
                .sender(press.address())
                .addRecipient(new MailAddress(DESK))
                .mimeMessage(new MimeMessage(
                        (Session) null, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))))
                .build();
        asked.keepWith(mail);
        try {
            return submitted(desk, asked, mail);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private Ruling<OfficialNotice> submitted(NoticeDesk desk, NotificationRequests asked, MailImpl mail)
            throws MessagingException, IOException {
        return desk.submit(
                new NoticeDesk.Handed(system, Address.of(press.address()), "", asked.envelopeId(), Instant.EPOCH),
                mail);
    }

    private List<Address> addresses() {
        return List.of(Address.of(hong.address()), Address.of(kim.address()), Address.of(lee.address()));
    }

    public OfficialNotice notice(NoticeNumber number) {
        return server.registry().notices().find(number).orElseThrow();
    }

    public void advance(NoticeNumber number, OfficialNoticeState... states) {
        for (OfficialNoticeState state : states) {
            assertThat(server.registry().notices().advance(notice(number), state, kim.address(), ""))
                    .isPresent();
        }
    }

    private MailboxSession session(TestPerson person) throws MailboxException {
        return server.mail()
                .mailboxManager()
                .authenticate(Username.of(person.address()))
                .withoutDelegation();
    }

    private MessageManager folder(TestPerson person, MailboxSession session) throws MailboxException {
        return server.mail().mailboxManager().getMailbox(MailboxPath.forUser(session.getUser(), "공지"), session);
    }

    /** Looks, and gives the last message in the folder of notices. */
    public String look(TestPerson person) throws Exception {
        List<String> all = all(person);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    /** Looks, and gives all messages in the folder of notices. */
    public List<String> all(TestPerson person) throws Exception {
        MailboxSession session = session(person);
        Iterator<MessageResult> messages =
                folder(person, session).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
        List<String> all = new ArrayList<>();
        while (messages.hasNext()) {
            all.add(new String(
                    messages.next().getFullContent().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return all;
    }

    /** Reads all there is. */
    public void read(TestPerson person) throws Exception {
        flag(person, Flags.Flag.SEEN);
    }

    private void flag(TestPerson person, Flags.Flag flag) throws Exception {
        MailboxSession session = session(person);
        folder(person, session).setFlags(new Flags(flag), FlagsUpdateMode.ADD, MessageRange.all(), session);
    }

    /** Deletes all there is. */
    public void delete(TestPerson person) throws Exception {
        flag(person, Flags.Flag.DELETED);
        MailboxSession session = session(person);
        folder(person, session).expunge(MessageRange.all(), session).forEachRemaining(each -> {});
    }

    /** The person left, and a colleague has the mailbox. */
    public void handOn(TestPerson from, TestPerson to) {
        Address gone = Address.of(from.address());
        if (server.registry().accounts().find(gone).orElseThrow().state() != AccountState.CLOSED) {
            server.registry().accounts().close(gone, "test", "left");
        }
        var handOn = server.registry()
                .handOns()
                .ask(gone, Address.of(to.address()), Address.of(kim.address()), "x")
                .orElseThrow();
        boolean done = server.registry()
                .handOns()
                .confirm(
                        handOn,
                        Address.of(kim.address()),
                        (transaction, old, next) -> server.mail()
                                .owners()
                                .handOn(transaction, Username.of(old.toString()), Username.of(next.toString())));
        if (!done) {
            throw new AssertionError("not handed on");
        }
    }

    /** Handed in, and not gone. */
    public NoticeNumber handedIn(String... fields) throws MessagingException, IOException {
        return handedIn(new NotificationRequests("", false, Map.of()), fields);
    }

    /** What is said of one that is not taken. */
    public Ruling<OfficialNotice> handing(String... fields) throws MessagingException, IOException {
        return handing(new NotificationRequests("", false, Map.of()), fields);
    }

    /** Until nobody is owed it. */
    public void settled(NoticeNumber number) {
        server.mail().notices().begin(List::of);
        await().until(() -> !server.mail()
                .notices()
                .find(new NoticeId(number.toString()))
                .orElseThrow()
                .going());
    }

    @Override
    public void close() {
        server.close();
    }
}
