package io.gongmail.server.sieve;

import io.gongmail.server.delivery.Disposition;
import io.gongmail.server.delivery.OwnFilter;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.SieveScript;
import io.gongmail.store.registry.SieveScripts;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active scripts of owners, run on what arrives. Where one fails the mail is kept (RFC 5228 §2.10.6), as if it had asked for
 * nothing, and the owner is told, once a day. Thread-safe.
 */
public final class OwnersScripts implements OwnFilter {
    private static final Logger LOG = LoggerFactory.getLogger(OwnersScripts.class);

    private final SieveScripts scripts;
    private final Clock clock;

    /** @param clock whose zone is that of dates in scripts */
    public OwnersScripts(SieveScripts scripts, Clock clock) {
        this.scripts = scripts;
        this.clock = clock;
    }

    @Override
    public Optional<Disposition> decide(Mail mail, Account owner, Predicate<String> mailboxes) {
        return scripts.active(owner.address())
                .map(active -> Script.check(active.text())
                        .fold(
                                script -> run(script, active, mail, owner, mailboxes),
                                // It was understood once: what is known here has changed since.
                                why -> kept(active, owner, why, false)));
    }

    private Disposition run(Script script, SieveScript active, Mail mail, Account owner, Predicate<String> mailboxes) {
        try {
            return script.on(new ArrivedMail(
                    mail, owner.address().toString(), clock.instant().atZone(clock.getZone()), mailboxes));
        } catch (ScriptFault e) {
            return kept(active, owner, String.valueOf(e.getMessage()), script.hasAnswers());
        } catch (MessagingException | RuntimeException e) {
            LOG.warn("G-919 the script of {} could not be run", owner.address(), e);
            return kept(active, owner, "it could not be run (G-919)", script.hasAnswers());
        }
    }

    private Disposition kept(SieveScript active, Account owner, String why, boolean hasAnswers) {
        LOG.info("the script of {} failed: {}", owner.address(), why);
        try {
            scripts.failed(owner.address(), active.name(), why);
        } catch (RuntimeException e) {
            LOG.warn("the owner {} is not told that the script failed", owner.address(), e);
        }
        return Disposition.kept(hasAnswers);
    }
}
