package io.gongmail.server.imap.scripts;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mpt.api.Continuation;
import org.apache.james.mpt.api.ImapFeatures.Feature;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.api.Session;

/**
 * The server under test as James' scripts see it. Each user of a script is a person of it, with a certificate of their own, under
 * another name: a script's {@code imapuser} is somebody's address, its password that person's. James' users begin with no mailbox
 * but INBOX, so these do too.
 */
final class ScriptHost implements ImapHostSystem {
    private static final AtomicInteger HOSTS = new AtomicInteger();

    private final TestServer server;
    private final int port;
    private final Map<String, TestPerson> people = new LinkedHashMap<>();
    private final Map<String, String> passwords = new HashMap<>();
    private final int number = HOSTS.incrementAndGet();

    /** @param port of the listener that is talked to */
    ScriptHost(TestServer server, int port) {
        this.server = server;
        this.port = port;
    }

    int port() {
        return port;
    }

    TestServer server() {
        return server;
    }

    /** Who that user of the script is here; empty where it has none of that name. */
    Optional<TestPerson> person(String user) {
        return Optional.ofNullable(people.get(user));
    }

    /** Who connects before anybody has signed in. */
    TestPerson firstPerson() {
        return people.values().iterator().next();
    }

    /** The user's own password where the script has the right one, and a wrong one where it has not. */
    String password(String user, String said) {
        return said.equals(passwords.get(user)) ? person(Username.of(user)).password() : "wrong-" + said;
    }

    @Override
    public boolean addUser(Username user, String password) throws MailboxException {
        String name = user.asString();
        TestPerson person = server.person("script" + number + "x" + people.size());
        people.put(name, person);
        passwords.put(name, password);
        MailboxSession session = session(person);
        for (String mailbox : TestServer.MAILBOXES) {
            if (!mailbox.equals("INBOX")) {
                MailboxPath path = MailboxPath.forUser(session.getUser(), mailbox);
                manager().deleteMailbox(path, session);
                server.mail().subscriptionManager().unsubscribe(session, path);
            }
        }
        return true;
    }

    private MailboxManager manager() {
        return server.mail().mailboxManager();
    }

    private MailboxSession session(TestPerson person) {
        return manager().createSystemSession(Username.of(person.address()));
    }

    private TestPerson person(Username user) {
        return Optional.ofNullable(people.get(user.asString()))
                .orElseThrow(() -> new IllegalStateException("the script has no user " + user.asString()));
    }

    private MailboxPath path(MailboxPath scripts) {
        return new MailboxPath(
                scripts.getNamespace(), Username.of(person(scripts.getUser()).address()), scripts.getName());
    }

    @Override
    public Session newSession(Continuation continuation) {
        return new ScriptSession(this, continuation);
    }

    @Override
    public void createMailbox(MailboxPath mailbox) throws MailboxException {
        if (person(mailbox.getUser().asString()).isEmpty()) {
            addUser(mailbox.getUser(), "password"); // James makes mailboxes of users that there are not, too.
        }
        try {
            manager().createMailbox(path(mailbox), session(person(mailbox.getUser())));
        } catch (MailboxExistsException e) {
            // INBOX is there from the beginning.
        }
    }

    @Override
    public void grantRights(MailboxPath mailbox, Username user, MailboxACL.Rfc4314Rights rights)
            throws MailboxException {
        manager()
                .setRights(
                        path(mailbox),
                        new MailboxACL(Map.of(
                                MailboxACL.EntryKey.createUserEntryKey(
                                        Username.of(person(user).address())),
                                rights)),
                        session(person(mailbox.getUser())));
    }

    @Override
    public void setQuotaLimits(QuotaCountLimit messages, QuotaSizeLimit octets) {
        throw new UnsupportedOperationException("quota is of accounts, agencies and domains here");
    }

    @Override
    public boolean supports(Feature... features) {
        return true;
    }

    @Override
    public void beforeTest() {}

    @Override
    public void afterTest() {}
}
