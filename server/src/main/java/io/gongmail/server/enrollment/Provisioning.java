package io.gongmail.server.enrollment;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.OpenOutcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens accounts, and nobody else does. Mailboxes and the welcome message come first, unless it is a system's, which has
 * none; account, binding and application
 * follow in one transaction, so an account exists with everything or not at all, and until then nobody can sign in to it
 * or write to it. Every step finds what an earlier run has done, so it may be repeated after a crash at any of them.
 * Thread-safe; of two runs for one application the second waits for the first.
 */
public final class Provisioning {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);
    private static final List<String> MAILBOXES = List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive", "공지");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int AT_ONCE = 100;

    private final AccountRecords records;
    private final Certificates certificates;
    private final AgencyMoves moves;
    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;
    private final Clock clock;
    /** By the hash of the address: two runs for one person would each find an empty INBOX, and welcome twice. */
    private final List<Object> turns = Stream.generate(Object::new).limit(64).toList();

    public Provisioning(
            AccountRecords records,
            Certificates certificates,
            AgencyMoves moves,
            MailboxManager mailboxes,
            SubscriptionManager subscriptions,
            Clock clock) {
        this.records = records;
        this.certificates = certificates;
        this.moves = moves;
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /**
     * Gives an approved applicant everything, or what an earlier run has left to give: an account, another certificate for one
     * that is open, or that it goes to another agency. Where that is not possible now, the application stays approved, to be resumed.
     */
    public Ruling<Account> provision(Application.Approved approved) {
        if (approved.completion().aim() instanceof Aim.NewAgency) {
            return moves.carryOut(approved);
        }
        return approved.completion().aim() instanceof Aim.NewAccount ? opened(approved) : bound(approved);
    }

    /** For a certificate there is nothing to be made beside the binding. */
    private Ruling<Account> bound(Application.Approved approved) {
        try {
            return certificates
                    .bind(approved)
                    .then(binding -> records.find(binding.account())
                            .<Ruling<Account>>map(Ruling::granted)
                            .orElseThrow());
        } catch (StoreException e) {
            LOG.error("the certificate of application {} could not be bound; it stays approved", approved.id(), e);
            return Ruling.refused("G-344");
        }
    }

    private Ruling<Account> opened(Application.Approved approved) {
        Address address = approved.completion().desired();
        synchronized (turns.get(Math.floorMod(address.hashCode(), turns.size()))) {
            try {
                if (records.find(address).isEmpty()) {
                    audit("provisioning.started", approved);
                    if (approved.completion().type() != AccountType.AGENCY_RELAY) {
                        makeMailboxes(address);
                        welcome(address, approved.person().name());
                    }
                }
                OpenOutcome outcome = records.open(approved);
                LOG.info("application {}: {}", approved.id(), outcome.getClass().getSimpleName());
                return outcome.fold(Ruling::granted, Ruling::granted, Stopped::by);
            } catch (MailboxException | StoreException e) {
                LOG.error("application {} could not be provisioned; it stays approved", approved.id(), e);
                return Ruling.refused("G-344");
            }
        }
    }

    /** Provisions every application that was approved before a crash; returns how many. */
    public int resume() {
        int done = 0;
        String after = "";
        while (true) {
            List<Application.Approved> page = records.approved(after, AT_ONCE);
            for (Application.Approved application : page) {
                done += resumed(application) ? 1 : 0;
                after = application.id().toString();
            }
            if (page.size() < AT_ONCE) {
                return done;
            }
        }
    }

    /** One that meets a fault is told and stays approved; the others, and the server, go on. */
    private boolean resumed(Application.Approved application) {
        try {
            return provision(application).fold(account -> true, refused -> {
                LOG.error("application {} is not provisioned: {}", application.id(), refused.code());
                return false;
            });
        } catch (RuntimeException e) {
            LOG.error("application {} could not be provisioned; it stays approved", application.id(), e);
            return false;
        }
    }

    /**
     * The mailboxes of {@code address}, each made and subscribed to unless it is there; for accounts that are seeded.
     *
     * @throws IllegalStateException when one cannot be made
     */
    public void openMailboxes(Address address) {
        try {
            makeMailboxes(address);
        } catch (MailboxException e) {
            throw new IllegalStateException("the mailboxes of " + address + " cannot be made: " + e.getMessage(), e);
        }
    }

    private void makeMailboxes(Address address) throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(Username.of(address.toString()));
        try {
            for (String name : MAILBOXES) {
                MailboxPath path = MailboxPath.forUser(session.getUser(), name);
                try {
                    mailboxes.createMailbox(path, session);
                } catch (MailboxExistsException e) {
                    LOG.debug("{} is there", name);
                }
                subscriptions.subscribe(session, path);
            }
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    /** Nobody can write to an account that is not open yet, so a message in INBOX is the welcome. */
    private void welcome(Address address, String name) throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(Username.of(address.toString()));
        try {
            MessageManager inbox = mailboxes.getMailbox(MailboxPath.inbox(session), session);
            if (inbox.getMessageCount(session) == 0) {
                inbox.appendMessage(
                        new ByteArrayInputStream(welcomeMessage(address, name)),
                        Date.from(clock.instant()),
                        session,
                        true,
                        new Flags());
            }
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private byte[] welcomeMessage(Address address, String name) {
        String text = name + " 님, 공직자 통합메일 계정이 개설되었습니다.\r\n"
                + "먼저 등록한 인증서로 비밀번호를 설정하십시오.\r\n\r\n"
                + "Your mailbox " + address + " is open. Set its password with your registered certificate first.\r\n";
        String subject = "=?UTF-8?B?" + base64("공직자 통합메일에 오신 것을 환영합니다") + "?=";
        String message = String.join(
                "\r\n",
                "From: Gongmail <postmaster@" + address.domain() + ">",
                "To: <" + address + ">",
                "Subject: " + subject,
                "Date: " + DATE.format(clock.instant()),
                "Message-ID: <welcome." + address + ">",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
                "");
        return message.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void audit(String code, Application.Approved approved) {
        records.record(new AuditEvent(
                code,
                approved.decision().decider(),
                approved.completion().desired().toString(),
                Map.of("application", approved.id().toString())));
    }
}
