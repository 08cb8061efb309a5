package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.mail.NoticeFailure;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.NoticeState;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.mail.mailbox.DeletedMail;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.UidRun;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.ApplicantLetter;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.HandOn;
import io.gongmail.store.registry.InternationalAddress;
import io.gongmail.store.registry.NoticeFollowUps;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeSeal;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OwnerLetter;
import io.gongmail.store.registry.Post;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.RosterEntry;
import io.gongmail.store.registry.SavedAudience;
import io.gongmail.store.registry.SieveScript;
import io.gongmail.store.registry.StoredPassword;
import io.gongmail.store.registry.Vacation;
import io.gongmail.store.registry.VerifiedPerson;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.Mail;
import org.flywaydb.core.api.MigrationVersion;

/** What the rows of each version are by today's doors. */
final class OlderRows {
    private static final Username HONG = Username.of("hong@moe.example");
    private static final Address HONG_ADDRESS = Address.of("hong@moe.example");
    private static final Address YOON = Address.of("yoon@moe.example");
    private static final Address NAM = Address.of("nam@moe.example");
    private static final String CI = "c7".repeat(32);

    private OlderRows() {}

    record Opened(Database database, Registry registry, MailStore mail) {}

    private interface Look {
        void at(Opened opened) throws Exception;
    }

    /** What each version wrote, oldest first; 4.1 wrote nothing. */
    private static final Map<String, Look> LOOKS = looks();

    private static Map<String, Look> looks() {
        Map<String, Look> looks = new LinkedHashMap<>();
        looks.put("1", OlderRows::registry);
        looks.put("2", OlderRows::mail);
        looks.put("3", OlderRows::queue);
        looks.put(
                "4",
                opened -> assertThat(opened.registry().accounts().formerPasswordHashes(HONG_ADDRESS, 5))
                        .singleElement()
                        .asString()
                        .endsWith("b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2w"));
        looks.put("5", OlderRows::certificates);
        looks.put(
                "6",
                opened -> assertThat(new Places(opened.database(), Clock.systemUTC()).of(HONG_ADDRESS))
                        .singleElement()
                        .isEqualTo(new io.gongmail.store.places.Place(
                                HONG_ADDRESS,
                                "81".repeat(32),
                                "10.1.0.0/16",
                                "Thunderbird",
                                Instant.ofEpochMilli(14_000),
                                Instant.ofEpochMilli(15_000),
                                false)));
        looks.put(
                "7",
                opened -> person(
                        application(opened, 7, Application.Verified.class).person()));
        looks.put("8", OlderRows::roster);
        looks.put("9", OlderRows::review);
        looks.put(
                "10",
                opened -> assertThat(opened.registry().consents().of(id(9)))
                        .contains(new GivenConsent(
                                "news",
                                "2026-11-24/cc",
                                "cc".repeat(32),
                                false,
                                Instant.ofEpochMilli(2_000),
                                Optional.of(Instant.ofEpochMilli(2_500)))));
        looks.put("11", OlderRows::letters);
        looks.put(
                "12",
                opened -> assertThat(application(opened, 12, Application.Rejected.class)
                                .person()
                                .name())
                        .isEqualTo(VerifiedPerson.ERASED));
        looks.put(
                "13",
                opened -> assertThat(binding(opened, 13).used()).contains(Instant.ofEpochMilli(1_763_942_400_000L)));
        looks.put(
                "14",
                opened -> assertThat(opened.registry().ownerLetters().of(HONG_ADDRESS))
                        .contains(new OwnerLetter(
                                HONG_ADDRESS,
                                OwnerLetter.Kind.CERTIFICATE_ENDS,
                                bindingId(1).toString(),
                                Instant.ofEpochMilli(4_000_000_000_000L),
                                30,
                                Instant.ofEpochMilli(17_000),
                                OwnerLetter.State.SENT)));
        looks.put("15", opened -> {
            assertThat(opened.registry().dormancy().lastSign(Address.of("choi@moe.example")))
                    .contains(Instant.ofEpochMilli(18_500));
        });
        looks.put("16", OlderRows::absence);
        looks.put("17", opened -> {
            var closed = opened.registry()
                    .closed()
                    .find(Address.of("old-1@set-aside.invalid"))
                    .orElseThrow();
            assertThat(closed.closed()).isEqualTo(Instant.ofEpochMilli(19_500));
            assertThat(closed.former()).contains(Address.of("ahn@moe.example"));
            assertThat(closed.mailboxGone()).contains(Instant.ofEpochMilli(19_600));
        });
        looks.put("17.1", opened -> {
            assertThat(opened.registry().agencyChanges().post(NAM)).contains(new Post("혁신담당관", "사무관", "2020-0017"));
            assertThat(application(opened, 17, Application.Submitted.class)
                            .completion()
                            .aim())
                    .isEqualTo(new Aim.NewAgency(NAM));
        });
        looks.put(
                "17.2",
                opened -> assertThat(opened.registry().handOns().of(Address.of("lee@moe.example")))
                        .contains(new HandOn(
                                Address.of("lee@moe.example"),
                                HONG_ADDRESS,
                                Address.of("kim@moe.example"),
                                Instant.ofEpochMilli(20_000),
                                "인수인계")));
        looks.put("18", opened -> {
            var held = opened.mail().accountQuotas().held(Username.of("nam@moe.example"));
            assertThat(held.octets()).isEqualTo(62);
            assertThat(held.messages()).isEqualTo(1);
            assertThat(held.most()).hasValue(5_000_000);
            assertThat(held.own()).isTrue();
            assertThat(text(opened.mail(), Username.of("nam@moe.example"), "INBOX", 1))
                    .endsWith("\r\n\r\nof version 18\r\n");
        });
        looks.put("19", opened -> assertThat(arrivals(opened)).contains(0L, 12L));
        looks.put(
                "20",
                opened -> assertThat(opened.registry().agencies().quota("1342000"))
                        .isEqualTo(OptionalLong.of(900_000_000)));
        looks.put(
                "21",
                opened -> assertThat(opened.registry().quotaNotices().told("", 10))
                        .isEqualTo(Map.of(NAM, 90)));
        looks.put(
                "22",
                opened -> assertThat(arrivals(opened))
                        .as("what arrives since is above 30")
                        .allMatch(arrival -> arrival <= 20 || arrival > 30));
        looks.put("24", OlderRows::vanished);
        looks.put(
                "25",
                opened -> assertThat(opened.mail().deleted().folders(HONG))
                        .containsExactly(new DeletedMail.Folder(
                                "보관",
                                1,
                                61,
                                Instant.ofEpochMilli(1_764_000_009_000L),
                                Instant.ofEpochMilli(1_764_000_009_000L))));
        looks.put(
                "27",
                opened -> assertThat(opened.mail().deleted().folders(Username.of("kim@moe.example")))
                        .containsExactly(new DeletedMail.Folder(
                                "옛 폴더",
                                1,
                                53,
                                Instant.ofEpochMilli(1_764_000_011_000L),
                                Instant.ofEpochMilli(1_764_000_011_000L))));
        looks.put("28", OlderRows::scripts);
        looks.put("29", OlderRows::noted);
        looks.put(
                "30",
                opened -> assertThat(opened.registry()
                                .sentAs()
                                .may(Address.of("shim@moe.example"), Address.of("minwon@moe.example")))
                        .isTrue());
        looks.put(
                "31",
                opened -> assertThat(opened.registry()
                                .internationalAddresses()
                                .accountOf(new InternationalAddress("심청", "moe.example")))
                        .contains(Address.of("shim@moe.example")));
        looks.put("32", OlderRows::notices);
        looks.put("33", OlderRows::audiences);
        looks.put("34", opened -> {
            NoticeNumber number =
                    NoticeNumber.parse("00000034-0000-4000-8000-000000000000").orElseThrow();
            OfficialNotice notice = opened.registry().notices().find(number).orElseThrow();
            assertThat(notice.state()).isEqualTo(OfficialNoticeState.APPROVED);
            assertThat(notice.subject()).isEqualTo("전산망 점검");
            assertThat(notice.expires()).contains(Instant.ofEpochMilli(4_000_086_400_000L));
            assertThat(opened.registry().notices().members(number)).containsExactly(HONG_ADDRESS, NAM);
            assertThat(opened.registry().notices().steps(number)).hasSize(2);
        });
        looks.put(
                "35",
                opened -> assertThat(opened.mail().queueDesk().list("later", 2).orElseThrow())
                        .extracting(queued -> queued.mail().getName())
                        .containsExactly("queued-3", "queued-2"));
        looks.put("37", OlderRows::noticeRecord);
        looks.put("38", OlderRows::correction);
        return looks;
    }

    private static void noticeRecord(Opened opened) {
        NoticeNumber number =
                NoticeNumber.parse("00000037-0000-4000-8000-000000000000").orElseThrow();
        NoticeFollowUps followUps = opened.registry().noticeFollowUps();
        OfficialNotice notice = opened.registry().notices().find(number).orElseThrow();
        assertThat(opened.registry().noticeArchive().verify(notice)).isEmpty();
        assertThat(followUps.envelope(number).messageId()).isEqualTo("<1@moe.example>");
        assertThat(followUps.seal(number)).contains(new NoticeSeal("37".repeat(32), 37));
        assertThat(followUps.members(followUps.reminders(number).get(0))).containsExactly(HONG_ADDRESS, NAM);
        assertThat(new String(followUps.message(followUps.unsent(1).get(0)), StandardCharsets.US_ASCII))
                .isEqualTo("Subject: letter\r\n\r\n");
    }

    private static void correction(Opened opened) {
        NoticeNumber corrected =
                NoticeNumber.parse("00000037-0000-4000-8000-000000000000").orElseThrow();
        assertThat(opened.registry().notices().correctionOf(corrected))
                .hasValueSatisfying(notice -> assertThat(notice.subject()).isEqualTo("정정"));
        assertThat(opened.mail().markedNoticeContent(new NoticeId("2026-38")))
                .isEqualTo(opened.mail().noticeContent(new NoticeId("2026-31")));
        assertThat(opened.mail().markedNoticeContent(new NoticeId("2026-31"))).isEmpty();
    }

    private static void audiences(Opened opened) {
        assertThat(opened.registry().audiences().list("", 10))
                .containsExactly(
                        new SavedAudience(
                                "committee", "", Optional.empty(), Instant.ofEpochMilli(22_100), "administrator"),
                        new SavedAudience(
                                "planners",
                                "1342000",
                                Optional.of("unit:1342000/A1 - minwon@moe.example"),
                                Instant.ofEpochMilli(22_000),
                                "administrator"));
        assertThat(opened.registry().audiences().members("committee")).containsExactly(HONG_ADDRESS, NAM);
        assertThat(opened.registry().audienceGrants().may("1342000", "committee"))
                .isTrue();
    }

    /** All that are looked at. */
    static List<String> versions() {
        return List.copyOf(LOOKS.keySet());
    }

    /** @param last the version whose store was opened; the empty text is the newest */
    static void check(String last, Opened opened) throws Exception {
        for (Map.Entry<String, Look> look : LOOKS.entrySet()) {
            if (last.isEmpty()
                    || MigrationVersion.fromVersion(look.getKey()).compareTo(MigrationVersion.fromVersion(last)) <= 0) {
                try {
                    look.getValue().at(opened);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("rows of version " + look.getKey() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static ApplicationId id(int number) {
        return ApplicationId.parse(String.format("%08d-0000-4000-8000-000000000000", number))
                .orElseThrow();
    }

    private static <T extends Application> T application(Opened opened, int number, Class<T> state) {
        return state.cast(opened.registry().applications().find(id(number)).orElseThrow());
    }

    private static UUID bindingId(int number) {
        return UUID.fromString(String.format("%08d-0000-4000-9000-000000000000", number));
    }

    private static Binding binding(Opened opened, int number) {
        return opened.registry().bindings().find(bindingId(number)).orElseThrow();
    }

    private static void registry(Opened opened) {
        Registry registry = opened.registry();
        assertThat(registry.agencies().ofDomain("moe.example").orElseThrow().name())
                .isEqualTo("교육 부");
        assertThat(registry.agencies().search("교육부", 10)).hasSize(1);
        Application.Provisioned hong = application(opened, 1, Application.Provisioned.class);
        assertThat(hong.person().name()).isEqualTo("홍길동");
        assertThat(registry.applications().ofPerson("c1".repeat(32), 10)).contains(hong);
        assertThat(hong.decision().reason()).isEqualTo("명부와 같음");
        assertThat(hong.completion().policies()).containsExactlyInAnyOrder("1.2.3", "1.2.4");
        assertThat(registry.applications().history(id(1))).hasSize(2);
        assertThat(registry.consents().of(id(1)).stream().filter(GivenConsent::holds))
                .hasSize(2);
        assertThat(registry.queue().submitted(id(1))).contains(Instant.ofEpochMilli(8_000));
        application(opened, 2, Application.Draft.class);
        Account account = registry.accounts().find(HONG_ADDRESS).orElseThrow();
        assertThat(account.name()).isEqualTo("홍길동");
        assertThat(account.roles()).isEqualTo(Set.of(Role.REVIEWER));
        assertThat(account.opened()).isEqualTo(Instant.ofEpochMilli(10_000));
        StoredPassword password = registry.accounts().password(HONG_ADDRESS).orElseThrow();
        assertThat(password.hash()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(password.since()).isEqualTo(Instant.ofEpochMilli(13_000));
        assertThat(state(registry, "kim")).isEqualTo(AccountState.SUSPENDED);
        assertThat(state(registry, "lee")).isEqualTo(AccountState.CLOSED);
        assertThat(registry.closed().find(Address.of("lee@moe.example"))).isPresent();
        Binding bound = binding(opened, 1);
        assertThat(bound.state()).isEqualTo(BindingState.ACTIVE);
        assertThat(registry.bindings().active(bound.key())).contains(bound);
        assertThat(binding(opened, 2).reason()).isEqualTo("lost");
        assertThat(binding(opened, 3).state()).isEqualTo(BindingState.REVOKED);
        assertThat(registry.audit().verify()).isEmpty();
        assertThat(registry.audit().list(1, 1).get(0).event().facts())
                .isEqualTo(Map.of("reason", "명부와 같음", "version", "6"));
    }

    private static AccountState state(Registry registry, String name) {
        return registry.accounts()
                .find(Address.of(name + "@moe.example"))
                .orElseThrow()
                .state();
    }

    private static void mail(Opened opened) throws Exception {
        MailboxSession session = opened.mail().mailboxManager().createSystemSession(HONG);
        MessageManager inbox = opened.mail().mailboxManager().getMailbox(MailboxPath.forUser(HONG, "INBOX"), session);
        assertThat(inbox.getMailboxEntity().getUidValidity().asLong()).isEqualTo(41);
        assertThat(inbox.getMailboxCounters(session).getCount()).isEqualTo(2);
        assertThat(inbox.getMailboxCounters(session).getUnseen()).isEqualTo(1);
        assertThat(inbox.getMailboxEntity().getACL().getEntries()).hasSize(1);
        List<ListedMessage> messages = page(opened, inbox.getId());
        assertThat(messages).extracting(ListedMessage::uid).containsExactly(1L, 3L);
        assertThat(messages).extracting(ListedMessage::systemFlags).containsExactly("\\Answered \\Seen", "\\Flagged");
        assertThat(messages.get(0).keywordList()).containsExactly("work", "오늘");
        assertThat(messages).extracting(ListedMessage::modSeq).containsExactly(4L, 9L);
        assertThat(messages.get(0).internalDate()).isEqualTo(1_764_000_000_000L);
        assertThat(text(opened.mail(), HONG, "INBOX", 1)).endsWith("\r\n\r\nthe first\r\n");
        assertThat(text(opened.mail(), HONG, "INBOX", 3)).endsWith("\r\n\r\nthe second\r\n");
        assertThat(text(opened.mail(), HONG, "보관", 5)).isEqualTo(OlderStore.LARGE);
        Username kim = Username.of("kim@moe.example");
        assertThat(text(opened.mail(), kim, "INBOX", 1)).endsWith("\r\n\r\nthe first\r\n");
        assertThat(opened.mail()
                        .mailboxManager()
                        .getMailbox(
                                MailboxPath.forUser(HONG, "INBOX"),
                                opened.mail().mailboxManager().createSystemSession(kim))
                        .getMailboxEntity()
                        .getName())
                .isEqualTo("INBOX");
        assertThat(opened.mail().reader().vanished(inbox.getId(), 1)).contains(new UidRun(2, 2));
        var held = opened.mail().accountQuotas().held(HONG);
        assertThat(held.octets()).isEqualTo(53 + 54 + OlderStore.LARGE.length());
        assertThat(held.messages()).isEqualTo(3);
        assertThat(opened.mail().subscriptionManager().subscriptions(session))
                .containsExactly(MailboxPath.forUser(HONG, "보관"));
        assertThat(opened.mail().mailboxManager().getAllAnnotations(MailboxPath.forUser(HONG, "INBOX"), session))
                .extracting(MailboxAnnotation::getValue)
                .containsExactly(Optional.of("받은 편지"));
    }

    private static void noted(Opened opened) throws Exception {
        MailboxSession session = opened.mail().mailboxManager().createSystemSession(HONG);
        MailboxId inbox = opened.mail()
                .mailboxManager()
                .getMailbox(MailboxPath.forUser(HONG, "INBOX"), session)
                .getId();
        Map<String, String> noted = new LinkedHashMap<>();
        opened.mail()
                .metadata()
                .of(inbox, HONG)
                .forEach((entry, value) -> noted.put(entry, new String(value, StandardCharsets.UTF_8)));
        assertThat(noted).isEqualTo(Map.of("/shared/comment", "함께 쓰는 편지함", "/private/comment", "나만"));
    }

    private static void notices(Opened opened) {
        Notices notices = opened.mail().notices();
        assertThat(notices.find(new NoticeId("2026-31")))
                .contains(new NoticeState(
                        new NoticeId("2026-31"),
                        "공지",
                        Instant.ofEpochMilli(1_764_000_005_000L),
                        Optional.empty(),
                        4,
                        0,
                        2,
                        1,
                        Map.of(NoticeFailure.NO_MAILBOX, 1),
                        1,
                        0,
                        0,
                        false));
        Map<String, NoticeCopy.State> told = new LinkedHashMap<>();
        notices.copies(new NoticeId("2026-31"), copy -> told.put(copy.owner().asString(), copy.state()));
        assertThat(told)
                .isEqualTo(Map.of(
                        "hong@moe.example", NoticeCopy.State.READ,
                        "nobody@moe.example", NoticeCopy.State.FAILED,
                        "kim@moe.example", NoticeCopy.State.DELETED));
        assertThat(notices.find(new NoticeId("2026-32"))).hasValueSatisfying(owed -> {
            assertThat(owed.owed()).isEqualTo(1);
            assertThat(owed.going()).isTrue();
        });
    }

    private static List<ListedMessage> page(Opened opened, MailboxId mailbox) {
        return opened.mail().reader().page(mailbox, 1, Long.MAX_VALUE, -1, 100);
    }

    /** Of one message. */
    static String text(MailStore mail, Username user, String folder, long uid) throws Exception {
        MailboxSession session = mail.mailboxManager().createSystemSession(user);
        MailboxId mailbox = mail.mailboxManager()
                .getMailbox(MailboxPath.forUser(user, folder), session)
                .getId();
        ListedMessage message =
                mail.reader().page(mailbox, uid, uid, -1, 1).stream().findAny().orElseThrow();
        try (InputStream in = mail.reader().open(message.content())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void queue(Opened opened) throws Exception {
        ManageableMailQueue queue = opened.mail()
                .queueFactory()
                .getQueue(MailQueueName.of("spool"), org.apache.james.queue.api.MailQueueFactory.prefetchCount(1))
                .orElseThrow();
        List<Mail> mails = new ArrayList<>();
        ManageableMailQueue.MailQueueIterator browsed = queue.browse();
        browsed.forEachRemaining(item -> mails.add(item.getMail()));
        browsed.close();
        assertThat(mails).hasSize(1);
        Mail waiting = mails.get(0);
        assertThat(waiting.getName()).isEqualTo("queued-1");
        assertThat(waiting.getMaybeSender().asString()).isEqualTo("hong@moe.example");
        assertThat(waiting.getRecipients()).hasSize(2);
        assertThat(io.gongmail.store.mail.queue.Delivery.idOf(waiting)).contains(bindingId(77));
        assertThat(new String(waiting.getMessage().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("waiting");
    }

    private static void certificates(Opened opened) {
        Binding superseded = binding(opened, 5);
        assertThat(superseded.state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(superseded.until()).isEqualTo(Instant.ofEpochMilli(3_999_999_999_000L));
        Application.Submitted other = application(opened, 5, Application.Submitted.class);
        assertThat(other.completion().aim()).isEqualTo(new Aim.NewCertificate(Optional.of(bindingId(1))));
        assertThat(opened.registry().applications().shown(id(5)).orElseThrow().base64())
                .containsExactly("MIIBAAAA", "MIIBBBBB");
    }

    private static void person(VerifiedPerson person) {
        assertThat(person.name()).isEqualTo("강감찬");
        assertThat(person.ciSha256()).isEqualTo(CI);
        assertThat(person.phone()).isEqualTo("01012345678");
        assertThat(person.birthDate()).isEqualTo("1990-12-31");
    }

    private static void roster(Opened opened) {
        assertThat(opened.registry().units().list("1342000"))
                .containsExactlyInAnyOrder(new AgencyUnit("A1", "기획조정실", ""), new AgencyUnit("A1-2", "혁신담당관", "A1"));
        assertThat(opened.registry().rosters().standing("1342000").orElseThrow().at())
                .isEqualTo(Instant.ofEpochMilli(16_000));
        assertThat(opened.registry().rosters().named("1342000", "홍길동"))
                .containsExactly(new RosterEntry("2020-0001", "홍 길동", "기획조정실", "주무관", "hong@korea.example"));
        Application.Completed completed = application(opened, 8, Application.Completed.class);
        person(completed.person());
        assertThat(completed.completion().staffNumber()).isEqualTo("2020-0008");
        assertThat(completed.completion().unit()).isEqualTo("기획조정실");
    }

    private static void review(Opened opened) {
        person(application(opened, 9, Application.Submitted.class).person());
        assertThat(opened.registry().queue().submitted(id(9))).contains(Instant.ofEpochMilli(9_500));
        assertThat(opened.registry().queue().first(id(9)))
                .contains(new FirstApproval(Address.of("kim@moe.example"), Instant.ofEpochMilli(9_600), "맞음"));
        assertThat(opened.registry().applications().ofPerson(CI, 10)).hasSizeGreaterThanOrEqualTo(3);
    }

    private static void letters(Opened opened) {
        assertThat(opened.registry().letters().contact(id(11))).contains("kang@home.example");
        assertThat(opened.registry().letters().of(id(9)))
                .extracting(ApplicantLetter::state)
                .containsExactly(ApplicantLetter.State.HELD);
    }

    private static void absence(Opened opened) {
        assertThat(opened.registry().accounts().find(YOON).orElseThrow().reacts())
                .isTrue();
        assertThat(opened.registry().vacations().of(YOON))
                .contains(new Vacation(true, LocalDate.ofEpochDay(20_700), Optional.empty(), "부재 중", "돌아와서\n답하겠습니다."));
        assertThat(opened.registry().vacations().mayAnswer(YOON, "someone@else.example", bindingId(78)))
                .as("answered for the same delivery")
                .contains(Instant.ofEpochMilli(1_764_000_006_000L));
        assertThat(opened.registry().forwardings().of(YOON))
                .contains(new Forwarding(List.of(Address.of("yoon@korea.example")), true));
        assertThat(opened.registry().ownerLetters().of(YOON))
                .extracting(OwnerLetter::told)
                .containsExactly("yoon@korea.example");
    }

    private static void scripts(Opened opened) {
        Address shim = Address.of("shim@moe.example");
        assertThat(opened.registry().scripts().of(shim))
                .containsExactly(
                        new SieveScript("other", "keep;", false),
                        new SieveScript("거르기", "redirect \"shim@korea.example\"; # 한글", true));
        assertThat(opened.registry().accounts().find(shim).orElseThrow().reacts())
                .isTrue();
    }

    /** What a search index goes by is told by no door: it is looked at where it stands. */
    private static List<Long> arrivals(Opened opened) {
        return opened.database()
                .transact(tx -> tx.sql().fetchValues("SELECT arrival FROM shape").stream()
                        .map(Long.class::cast)
                        .toList());
    }

    private static void vanished(Opened opened) throws Exception {
        Username choi = Username.of("choi@moe.example");
        MailboxSession session = opened.mail().mailboxManager().createSystemSession(choi);
        MessageManager inbox = opened.mail().mailboxManager().getMailbox(MailboxPath.inbox(choi), session);
        assertThat(opened.mail().reader().vanished(inbox.getId(), 5)).containsExactly(new UidRun(1, 3));
        assertThat(opened.mail().reader().vanished(inbox.getId(), 12)).isEmpty();
        ListedMessage message = page(opened, inbox.getId()).get(0);
        assertThat(message.keywordList()).containsExactly("한글");
        DescriptionOctets described =
                opened.mail().reader().descriptions(List.of(message.content())).get(message.content());
        assertThat(StandardCharsets.US_ASCII.decode(described.envelope()).toString())
                .startsWith("(NIL \"twentyfour\"");
    }
}
