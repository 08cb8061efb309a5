package io.gongmail.server.imap;

import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.EnableProcessor;

/**
 * What of the language of a session its client has changed by ENABLE (RFC 9051 §6.3.1). Immutable.
 *
 * @param utf8Accept strings may have UTF-8 (RFC 9755)
 * @param rev2 IMAP4rev2 is spoken (RFC 9051 appendix A), which has that in it
 */
record Enabled(boolean utf8Accept, boolean rev2) {
    static final Capability UTF8_ACCEPT = Capability.of("UTF8=ACCEPT");
    static final Capability IMAP4_REV2 = Capability.of("IMAP4rev2");

    /** Before anything is enabled. */
    static final Enabled NOTHING = new Enabled(false, false);

    /** As it is now; ENABLE alone changes it. */
    static Enabled of(ImapSession session) {
        Set<Capability> enabled = EnableProcessor.getEnabledCapabilities(session);
        return enabled.isEmpty() ? NOTHING : new Enabled(enabled.contains(UTF8_ACCEPT), enabled.contains(IMAP4_REV2));
    }

    /** Whether quoted strings that we say may have UTF-8, and names of mailboxes are written so and not in modified UTF-7. */
    boolean utf8() {
        return utf8Accept || rev2;
    }
}
