package io.gongmail.server.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recipients at other servers of mail that was submitted here, into the queue for those. Mail of anybody else goes to none: this
 * server is no open relay, whoever accepted the mail. A process that dies before the original knows of it sends it twice, and loses
 * none. Thread-safe.
 */
final class Onward {
    private static final Logger LOG = LoggerFactory.getLogger(Onward.class);

    private final ForwardingPolicy policy;
    private final MailQueue outward;

    Onward(ForwardingPolicy policy, MailQueue outward) {
        this.policy = policy;
        this.outward = outward;
    }

    /** As {@link Hand#apart}. */
    Hand.Apart apart(Mail mail, UUID id) throws MessagingException {
        Map<MailAddress, Given.Never> refused = new LinkedHashMap<>();
        List<MailAddress> going = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            if (policy.isHere(recipient.getDomain().asString().toLowerCase(Locale.ROOT))) {
                continue;
            }
            if (!Submitted.isSo(mail)) {
                LOG.warn("mail {} was submitted by nobody here and does not go to {}", id, recipient.asString());
                refused.put(recipient, new Given.Never("5.7.1", "mail of others is not sent on"));
            } else if (!policy.goesElsewhere()) {
                refused.put(recipient, new Given.Never("5.7.1", "mail to other servers is off"));
            } else {
                going.add(recipient);
            }
        }
        if (!going.isEmpty()) {
            UUID onward = UUID.nameUUIDFromBytes((id + " onward").getBytes(StandardCharsets.UTF_8));
            WrittenMail.put(outward, WrittenMail.copy(mail, onward, going));
            LOG.info("mail {} goes to other servers as {}", id, onward);
        }
        return new Hand.Apart(Set.copyOf(going), refused);
    }
}
