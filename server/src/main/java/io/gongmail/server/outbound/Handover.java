package io.gongmail.server.outbound;

import io.gongmail.server.config.OutboundLimits;
import io.gongmail.server.config.TlsPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a message to the first of several servers that comes to take it (RFC 5321 §5.1). A server that answers in the transaction
 * has decided; one that cannot be reached, does not greet, closes, or is not protected as it must be, is passed over. Thread-safe.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final String hostName;
    private final HopTls tls;
    private final OutboundLimits limits;
    private final ScheduledExecutorService timer;

    /**
     * @param hostName ours, for EHLO
     * @param timer cuts off what takes too long
     */
    Handover(String hostName, HopTls tls, OutboundLimits limits, ScheduledExecutorService timer) {
        this.hostName = hostName;
        this.tls = tls;
        this.limits = limits;
        this.timer = timer;
    }

    /**
     * How the servers of one destination are met.
     *
     * @param credentials to sign in with, where the way is protected
     * @param greetingDecides whether one that says for good that it takes no mail is believed: a domain's own exchangers are
     */
    record Manner(TlsPolicy policy, Optional<Credentials> credentials, boolean greetingDecides) {}

    /** Outcomes in the order of the recipients. Blocks until they stand, or the deadline is over. */
    List<Handed> hand(Order order, List<Target> targets, Manner manner, Deadline deadline) {
        EightBit octets;
        try {
            octets = EightBit.of(order.message());
        } catch (IOException e) {
            return all(order, new Handed.Later("the message cannot be read now: " + e.getMessage(), true));
        }
        List<Unreached> passed = new ArrayList<>();
        for (Target target : targets) {
            if (deadline.isOver()) {
                passed.add(new Unreached("it took too long", "", false));
                break;
            }
            try {
                return met(target, order, octets, manner, deadline);
            } catch (Unreached e) {
                LOG.info("{} takes no mail now: {}", target, e.getMessage());
                passed.add(e);
            }
        }
        return all(order, passed(passed, manner));
    }

    /** What one of them said tells more than that others are not there. */
    private static Handed passed(List<Unreached> all, Manner manner) {
        if (manner.greetingDecides() && !all.isEmpty() && all.stream().allMatch(Unreached::isPermanent)) {
            return all.get(0).never();
        }
        return all.stream()
                .filter(Unreached::isReply)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(Unreached::later)
                .orElseGet(() -> new Handed.Later("there is no server", false));
    }

    private static List<Handed> all(Order order, Handed outcome) {
        return Collections.nCopies(order.recipients().size(), outcome);
    }

    /** Where in clear would do, TLS that does not come about is no reason to send nothing (RFC 7435 §3). */
    private List<Handed> met(Target target, Order order, EightBit octets, Manner manner, Deadline deadline)
            throws Unreached {
        try {
            return talked(target, order, octets, manner, deadline);
        } catch (NoTls e) {
            if (manner.policy() != TlsPolicy.OPPORTUNISTIC) {
                throw new Unreached("TLS does not come about: " + e.getMessage(), "", false);
            }
            LOG.info("TLS with {} does not come about, and it goes in clear: {}", target, e.getMessage());
            Manner clear = new Manner(TlsPolicy.NONE, manner.credentials(), manner.greetingDecides());
            try {
                return talked(target, order, octets, clear, deadline);
            } catch (NoTls impossible) {
                throw new IllegalStateException("TLS where none is spoken", impossible);
            }
        }
    }

    private static final class NoTls extends Exception {
        private static final long serialVersionUID = 1L;

        NoTls(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private List<Handed> talked(Target target, Order order, EightBit octets, Manner manner, Deadline deadline)
            throws Unreached, NoTls {
        try (Conversation server =
                Conversation.open(target, limits.connectTime(), limits.replyTime(), deadline, timer)) {
            if (manner.policy() == TlsPolicy.IMPLICIT) {
                secure(server, true);
            }
            Reply greeting = server.greeting();
            if (!greeting.isPositive()) {
                throw new Unreached(greeting.told(), target.host(), greeting.isPermanent());
            }
            Reply ehlo = secured(server, target, manner.policy(), greets(server, target));
            if (manner.credentials().isPresent()) {
                manner.credentials().get().present(server, target, ehlo);
            }
            List<Handed> outcomes = new Transaction(server, target, ehlo, order).run(octets);
            server.leaves();
            return outcomes;
        } catch (IOException e) {
            throw new Unreached(String.valueOf(e.getMessage()), "", false);
        }
    }

    /** Who does not know EHLO is greeted by HELO, and has no extensions (RFC 5321 §3.2). */
    private Reply greets(Conversation server, Target target) throws IOException, Unreached {
        Reply reply = server.says("EHLO " + hostName);
        if (reply.isPermanent()) {
            Reply helo = server.says("HELO " + hostName);
            reply = helo.isPositive() ? new Reply(helo.code(), List.of("")) : helo;
        }
        if (!reply.isPositive()) {
            throw Unreached.by(reply, target);
        }
        return reply;
    }

    /** The reply to EHLO that counts: after STARTTLS what was announced before is forgotten (RFC 3207 §4.2). */
    private Reply secured(Conversation server, Target target, TlsPolicy policy, Reply ehlo)
            throws IOException, Unreached, NoTls {
        if (policy == TlsPolicy.NONE || policy == TlsPolicy.IMPLICIT) {
            return ehlo;
        }
        boolean isRequired = policy == TlsPolicy.REQUIRED;
        if (ehlo.extension("STARTTLS").isEmpty()) {
            // It may have been taken out of the reply on the way.
            if (isRequired) {
                throw new Unreached("STARTTLS is not offered, and required here", "", false);
            }
            return ehlo;
        }
        Reply starts = server.says("STARTTLS");
        if (starts.code() != 220) {
            if (isRequired) {
                throw Unreached.by(starts, target);
            }
            return ehlo;
        }
        secure(server, isRequired);
        return greets(server, target);
    }

    private void secure(Conversation server, boolean checking) throws NoTls {
        try {
            server.secure(checking ? tls.checking() : tls.any(), checking);
        } catch (IOException e) {
            throw new NoTls(e);
        }
    }
}
