package io.gongmail.store.mail.quota;

import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.OverQuotaException;

/** All who share a limit are full together, whatever room each has. */
public final class SharedLimitException extends OverQuotaException {
    private static final long serialVersionUID = 1;

    SharedLimitException(QuotaGroups.Group group, long octets) {
        super(
                "the mailboxes of " + group.name() + " are full together",
                QuotaSizeLimit.size(group.octets()),
                QuotaSizeUsage.size(octets));
    }
}
