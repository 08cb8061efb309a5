package io.gongmail.server.sieve;

import io.gongmail.server.delivery.Answer;
import io.gongmail.server.delivery.Disposition;
import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SieveScripts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One script on one mail: what was decided so far. Nothing of it is done before the end. For one thread. */
final class Run {
    /** RFC 5228 §2.10.4 leaves it to us: places of one mail. */
    static final int MOST_FILINGS = 8;

    /** Characters that one run may look at: some tenths of a second. */
    static final long MOST_WORK = 20_000_000;

    /** What a look into the store counts for. */
    static final long LOOK = 10_000;

    private final Arriving mail;
    private final FlagList flags = new FlagList();
    private final Map<String, Filing> filings = new LinkedHashMap<>();
    private final Set<Address> redirects = new LinkedHashSet<>();
    private Optional<String> rejection = Optional.empty();
    private Optional<Answer> answer = Optional.empty();
    private boolean implicitKeep = true;
    private boolean stopped;
    private long work;

    Run(Arriving mail) {
        this.mail = mail;
    }

    Arriving mail() {
        return mail;
    }

    /** The internal variable of RFC 5232 §3. */
    FlagList flags() {
        return flags;
    }

    boolean hasStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    void spend(int line, long characters) throws ScriptFault {
        work += characters;
        if (work > MOST_WORK) {
            throw new ScriptFault(line, "the script has too much to compare in this mail");
        }
    }

    void discard() {
        implicitKeep = false;
    }

    void keep(List<String> with) {
        implicitKeep = false;
        filings.putIfAbsent("INBOX", new Filing("INBOX", false, with));
    }

    /** @param copy RFC 3894: whether the implicit keep stays */
    void file(int line, Filing filing, boolean copy) throws ScriptFault {
        implicitKeep &= copy;
        if (filing.isInbox()) {
            filings.putIfAbsent("INBOX", filing); // RFC 5228 §4.1: a fileinto of INBOX is a keep
            return;
        }
        if (filings.containsKey(filing.mailbox())) {
            return;
        }
        spend(line, LOOK);
        if (!filing.create() && !mail.hasMailbox(filing.mailbox())) {
            throw new ScriptFault(line, "there is no mailbox '" + filing.mailbox() + "'");
        }
        filings.put(filing.mailbox(), filing);
        if (filings.size() > MOST_FILINGS) {
            throw new ScriptFault(line, "one mail is put into " + MOST_FILINGS + " mailboxes at most");
        }
    }

    void redirect(int line, Address to, boolean copy) throws ScriptFault {
        implicitKeep &= copy;
        redirects.add(to);
        if (redirects.size() > SieveScripts.MOST_ADDRESSES) {
            throw new ScriptFault(line, "one mail goes to " + SieveScripts.MOST_ADDRESSES + " addresses at most");
        }
    }

    void reject(int line, String why) throws ScriptFault {
        implicitKeep = false;
        if (rejection.isPresent()) {
            throw new ScriptFault(line, "one mail is rejected once"); // RFC 5429 §2.4
        }
        rejection = Optional.of(why);
    }

    void answer(int line, Answer with) throws ScriptFault {
        if (answer.isPresent()) {
            throw new ScriptFault(line, "one mail is answered once"); // RFC 5230 §4.7
        }
        answer = Optional.of(with);
    }

    /** RFC 5429 §2.4, RFC 5230 §4.7: what is rejected is neither kept nor sent on nor answered. */
    Disposition outcome(int line, boolean hasAnswers) throws ScriptFault {
        if (rejection.isPresent() && (!filings.isEmpty() || !redirects.isEmpty() || answer.isPresent())) {
            throw new ScriptFault(line, "a mail that is rejected is not kept, sent on or answered as well");
        }
        if (implicitKeep) {
            keep(flags.listed());
        }
        return new Disposition(
                new ArrayList<>(filings.values()), new ArrayList<>(redirects), rejection, answer, hasAnswers);
    }
}
