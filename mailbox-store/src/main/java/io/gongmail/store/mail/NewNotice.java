package io.gongmail.store.mail;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import javax.mail.Flags;

/**
 * A notice to be posted.
 *
 * @param message its octets (RFC 5322), the same for everybody
 * @param folder where each has it: {@code INBOX}, or one that is made where it is not there
 * @param internalDate when it was received (RFC 9051 §2.3.3)
 * @param flags what it has from the beginning, beside {@code \Recent}
 */
public record NewNotice(NoticeId id, Octets message, String folder, Instant internalDate, Flags flags) {
    /** Where the octets are. Opened once for each time the notice is posted. */
    @FunctionalInterface
    public interface Octets {
        InputStream open() throws IOException;
    }

    public NewNotice {
        if (folder.isBlank() || folder.length() > 600) {
            throw new IllegalArgumentException("a folder has a name of at most 600 characters");
        }
        flags = new Flags(flags);
        flags.remove(Flags.Flag.RECENT);
    }

    /** A copy. */
    @Override
    public Flags flags() {
        return new Flags(flags);
    }
}
