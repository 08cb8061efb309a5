package io.gongmail.server.outbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One message to its recipients on one connection (RFC 5321 §3.3), each with an outcome of its own; those that are too many for one
 * transaction in several. Not thread-safe.
 */
final class Transaction {
    /** RFC 5321 §4.5.3.1.8: fewer than this nobody may refuse as too many. */
    private static final int MOST_RECIPIENTS = 100;

    private static final int TOO_MANY_RECIPIENTS_OF_OLD = 552;
    private static final int GO_ON = 354;

    private final Conversation server;
    private final Target target;
    private final Reply ehlo;
    private final Order order;
    private final Handed[] outcomes;

    /** @param ehlo the last reply to EHLO */
    Transaction(Conversation server, Target target, Reply ehlo, Order order) {
        this.server = server;
        this.target = target;
        this.ehlo = ehlo;
        this.order = order;
        this.outcomes = new Handed[order.recipients().size()];
        Arrays.fill(outcomes, new Handed.Later("it was not reached", false));
    }

    /**
     * In the order of the recipients.
     *
     * @throws Unreached when nothing of the message has been sent to anybody
     */
    List<Handed> run(EightBit octets) throws Unreached {
        Optional<Handed.Never> objection = octets.objection(
                order.isInternational(), extension -> ehlo.extension(extension).isPresent());
        if (objection.isPresent()) {
            return all(objection.get());
        }
        if (order.tlsRequired() && ehlo.extension("REQUIRETLS").isEmpty()) {
            return all(new Handed.Never("5.7.30", "the next server does not take REQUIRETLS", "")); // RFC 8689 §4.2.1
        }
        long size = order.message().sizeIfKnown().or(0L);
        Optional<Long> most =
                ehlo.extension("SIZE").filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
        if (most.isPresent() && most.get() > 0 && size > most.get()) {
            return all(new Handed.Never("5.3.4", "the next server takes no more than " + most.get() + " octets", ""));
        }
        String from = "MAIL FROM:<" + order.sender() + ">" + (most.isPresent() && size > 0 ? " SIZE=" + size : "")
                + octets.parameters(order.isInternational()) // RFC 1870 §3
                + (order.tlsRequired() ? " REQUIRETLS" : "")
                + (tellsPriority() ? " MT-PRIORITY=" + order.priority() : "");
        for (int begin = 0; begin < outcomes.length; begin += MOST_RECIPIENTS) {
            try {
                if (!some(from, begin, Math.min(outcomes.length, begin + MOST_RECIPIENTS))) {
                    break;
                }
            } catch (IOException e) {
                fail(begin, new Unreached(String.valueOf(e.getMessage()), "", false));
                break;
            } catch (Unreached e) {
                fail(begin, e);
                break;
            }
        }
        return List.of(outcomes);
    }

    /** RFC 6710 §4: who does not know of it carries it on in the header. */
    private boolean tellsPriority() {
        return order.priority() != 0 && ehlo.extension("MT-PRIORITY").isPresent();
    }

    /** What was taken before stays taken, and the others are tried again. */
    private void fail(int begin, Unreached why) throws Unreached {
        if (begin == 0) {
            throw why;
        }
        Arrays.fill(outcomes, begin, outcomes.length, why.later());
    }

    /** Tells whether others may follow. Throws only while nothing of the message has been sent in it. */
    private boolean some(String from, int begin, int end) throws IOException, Unreached {
        Reply mail = heard(server.says(from));
        if (!mail.isPositive()) {
            Arrays.fill(outcomes, begin, outcomes.length, refusal(mail)); // what is said of the sender goes for all
            return false;
        }
        List<Integer> taken = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            Reply recipient = heard(server.says("RCPT TO:<" + order.recipients().get(i) + ">"));
            if (recipient.isPositive()) {
                taken.add(i);
            } else {
                outcomes[i] = recipient.code() == TOO_MANY_RECIPIENTS_OF_OLD && !taken.isEmpty()
                        ? new Handed.Later(recipient.told(), true, target.host()) // RFC 5321 §4.5.3.1.10
                        : refusal(recipient);
            }
        }
        if (taken.isEmpty()) {
            return end == outcomes.length || server.says("RSET").isPositive();
        }
        Reply data = heard(server.says("DATA"));
        Handed outcome = data.code() == GO_ON ? content() : refusal(data);
        taken.forEach(i -> outcomes[i] = outcome);
        if (outcome instanceof Handed.Later later && !later.ofThisAlone()) {
            Arrays.fill(outcomes, end, outcomes.length, outcome);
            return false;
        }
        return true;
    }

    /** Where the reply to the end of the message is not heard, it may have been taken: it is sent again (RFC 1047 §2). */
    private Handed content() {
        try {
            Reply end = server.sends(order.message());
            return end.isPositive()
                    ? new Handed.Taken(target + (server.tls().isEmpty() ? " in clear" : " over " + server.tls()))
                    : refusal(end);
        } catch (IOException e) {
            return new Handed.Later(String.valueOf(e.getMessage()), false, "");
        }
    }

    /** One who closes takes nothing of anybody now (RFC 5321 §3.8). */
    private Reply heard(Reply reply) throws Unreached {
        if (reply.code() == Reply.CLOSING) {
            throw Unreached.by(reply, target);
        }
        return reply;
    }

    /** RFC 5321 §4.2.1: 4yz for now, 5yz for good; what is neither has no place here, and is tried again. */
    private Handed refusal(Reply reply) {
        return reply.isPermanent()
                ? new Handed.Never(reply.status(), reply.told(), target.host())
                : new Handed.Later(reply.told(), reply.code() != Reply.CLOSING, target.host());
    }

    private List<Handed> all(Handed outcome) {
        return Collections.nCopies(outcomes.length, outcome);
    }
}
