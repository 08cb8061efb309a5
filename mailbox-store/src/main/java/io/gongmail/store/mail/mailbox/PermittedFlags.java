package io.gongmail.store.mail.mailbox;

import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;

/** Which flags somebody may change in a mailbox (RFC 4314 §4): {@code s} \Seen, {@code t} \Deleted, {@code w} all others. */
record PermittedFlags(boolean seen, boolean deleted, boolean others) {
    static PermittedFlags of(Rfc4314Rights rights) {
        return new PermittedFlags(
                rights.contains(Right.WriteSeenFlag),
                rights.contains(Right.DeleteMessages),
                rights.contains(Right.Write));
    }

    boolean all() {
        return seen && deleted && others;
    }

    /** Those of {@code flags} that may be changed; \Recent is nobody's to change and stays. */
    Flags of(Flags flags) {
        Flags may = new Flags(flags);
        for (Flags.Flag flag : flags.getSystemFlags()) {
            if (!mayChange(flag)) {
                may.remove(flag);
            }
        }
        if (!others) {
            for (String keyword : flags.getUserFlags()) {
                may.remove(keyword);
            }
        }
        return may;
    }

    private boolean mayChange(Flags.Flag flag) {
        if (flag.equals(Flags.Flag.RECENT)) {
            return true;
        }
        if (flag.equals(Flags.Flag.SEEN)) {
            return seen;
        }
        return flag.equals(Flags.Flag.DELETED) ? deleted : others;
    }

    /** The change asked for, which leaves what may not be changed as it is in each message. */
    FlagsUpdateCalculator change(Flags flags, FlagsUpdateMode mode) {
        return new FlagsUpdateCalculator(flags, mode) {
            @Override
            public Flags buildNewFlags(Flags old) {
                Flags changed = of(super.buildNewFlags(old));
                Flags kept = new Flags(old);
                kept.remove(of(old));
                changed.add(kept);
                return changed;
            }
        };
    }

    /** Takes away what may not be set, for messages that came with flags of another mailbox. */
    FlagsUpdateCalculator trim() {
        return new FlagsUpdateCalculator(new Flags(), FlagsUpdateMode.REMOVE) {
            @Override
            public Flags buildNewFlags(Flags old) {
                return of(old);
            }
        };
    }
}
