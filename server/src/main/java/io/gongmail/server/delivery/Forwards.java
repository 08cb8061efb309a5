package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Forwardings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards mail as owners asked for, as far as policy allows now. Each forwarding is marked by {@code Delivered-To} (RFC 9228): an
 * address that stands there is not gone to again, and a mail that bears three of ours, or a hundred {@code Received} (RFC 5321
 * §6.3), goes no further. What cannot be forwarded is kept. What the server itself writes is kept too, and goes nowhere: whoever
 * has set forwarding must not take away the news of it.
 *
 * <p>The envelope's sender is the account that forwards, or none where the mail had none (as RFC 5228 §4.2 demands of redirect): who
 * wrote the mail knows nothing of the other address and is not told of its failures, the owner is; and a next hop that checks whether
 * we may send for a domain (RFC 7208) finds that we may.
 *
 * <p>Thread-safe.
 */
final class Forwards {
    private static final Logger LOG = LoggerFactory.getLogger(Forwards.class);
    private static final String MARK = "Delivered-To";
    private static final int MOST_MARKS = 3;
    private static final int MOST_RECEIVED = 100;

    private final Forwardings forwardings;
    private final ForwardingPolicy policy;
    private final MailQueue here;
    private final MailQueue elsewhere;

    /**
     * @param here queue for mailboxes of this server
     * @param elsewhere queue for other servers
     */
    Forwards(Reactions reactions, MailQueue here, MailQueue elsewhere) {
        this.forwardings = reactions.forwardings();
        this.policy = reactions.policy();
        this.here = here;
        this.elsewhere = elsewhere;
    }

    /**
     * Where one mail goes besides.
     *
     * @param keepsCopy whether it is to be in the account's own mailbox: always when it does not go everywhere that was asked for
     */
    record Way(List<Address> to, boolean keepsCopy) {}

    /** Where {@code mail} goes besides; empty where it does not. */
    Optional<Way> of(Mail mail, Account owner) throws MessagingException {
        Optional<Forwarding> asked = forwardings.of(owner.address());
        return asked.isEmpty() ? Optional.empty() : of(mail, owner, asked.get());
    }

    /** The same, asked for {@code mail} alone. */
    Optional<Way> of(Mail mail, Account owner, Forwarding asked) throws MessagingException {
        if (WrittenMail.isOurs(mail)) {
            return Optional.empty();
        }
        Set<Address> been = been(mail);
        if (isLoop(mail, owner, been)) {
            LOG.warn("a mail for {} has been forwarded too often, or here before, and is kept", owner.address());
            return Optional.empty();
        }
        List<Address> to = new ArrayList<>();
        for (Address address : asked.to()) {
            Optional<String> objection = policy.objection(owner, address);
            if (objection.isPresent()) {
                LOG.info("mail for {} is not forwarded to {}: {}", owner.address(), address, objection.get());
            } else if (!been.contains(address)) {
                to.add(address);
            }
        }
        return to.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Way(to, asked.keepsCopy() || to.size() < asked.to().size()));
    }

    private static Set<Address> been(Mail mail) throws MessagingException {
        Set<Address> been = new HashSet<>();
        for (String mark : lines(mail, MARK)) {
            Address.parse(mark.strip()).ifPresent(been::add);
        }
        return been;
    }

    private boolean isLoop(Mail mail, Account owner, Set<Address> been) throws MessagingException {
        return been.contains(owner.address())
                || been.stream().filter(policy::isHere).count() >= MOST_MARKS
                || lines(mail, "Received").size() > MOST_RECEIVED;
    }

    private static List<String> lines(Mail mail, String field) throws MessagingException {
        String[] lines = mail.getMessage().getHeader(field);
        return lines == null ? List.of() : Arrays.asList(lines);
    }

    /**
     * Puts it into the queue; made again after a crash it has the same id.
     *
     * @throws MessagingException when it cannot be put there now
     */
    void send(Mail mail, UUID id, Account owner, Way way) throws MessagingException {
        UUID forwarded =
                UUID.nameUUIDFromBytes((id + " forwarded for " + owner.address()).getBytes(StandardCharsets.UTF_8));
        byte[] mark = (MARK + ": " + owner.address() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (MailQueue queue : List.of(here, elsewhere)) {
            List<MailAddress> to = new ArrayList<>();
            for (Address address : way.to()) {
                if (policy.isHere(address) == (queue == here)) {
                    to.add(new MailAddress(address.toString()));
                }
            }
            if (!to.isEmpty()) {
                Optional<Address> sender =
                        mail.getMaybeSender().isNullSender() ? Optional.empty() : Optional.of(owner.address());
                WrittenMail.put(queue, WrittenMail.forwarded(mail, forwarded, mark, sender, to));
            }
        }
        LOG.info("mail {} is forwarded for {} as {}", id, owner.address(), forwarded);
    }
}
