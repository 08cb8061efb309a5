package io.gongmail.server.outbound;

import io.gongmail.server.config.NameServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Questions to recursive DNS servers, by UDP and, where an answer is too long for that, TCP; a bounded number of each, in a bounded
 * time. Blocks; thread-safe.
 */
final class Dns {
    private static final Logger LOG = LoggerFactory.getLogger(Dns.class);
    private static final int TURNS = 2;
    /** Aliases that are followed; more are taken for a loop. */
    private static final int MOST_ALIASES = 8;

    private static final int MOST_SERVERS = 4;

    /** What became of a question. */
    enum Outcome {
        FOUND,
        /** There is the name, and nothing of this type. */
        NOTHING,
        /** NXDOMAIN. */
        NO_SUCH_NAME,
        /** SERVFAIL, no answer, an answer that makes no sense: it may be another one later. */
        UNCLEAR
    }

    /**
     * @param name where the aliases end
     * @param records of the type that was asked for
     */
    record Answer(Outcome outcome, Name name, List<Record> records) {
        Answer {
            records = List.copyOf(records);
        }
    }

    private final List<Resolver> servers;

    private Dns(List<Resolver> servers) {
        this.servers = List.copyOf(servers);
    }

    static Dns of(NameServers config) {
        List<InetSocketAddress> addresses =
                config.servers().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : config.servers();
        return new Dns(addresses.stream()
                .limit(MOST_SERVERS)
                .map(address -> server(address, config.time()))
                .toList());
    }

    private static Resolver server(InetSocketAddress address, Duration time) {
        SimpleResolver server = new SimpleResolver(address);
        server.setTimeout(time);
        return server;
    }

    /** @param type as {@link Type} has them */
    Answer ask(Name name, int type, Deadline deadline) {
        Name asked = name;
        for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
            Message answer = answer(asked, type, deadline);
            if (answer == null) {
                return new Answer(Outcome.UNCLEAR, asked, List.of());
            }
            Optional<Name> reached = end(asked, answer.getSection(Section.ANSWER));
            if (reached.isEmpty()) {
                break;
            }
            Name end = reached.get();
            List<Record> records = records(end, type, answer.getSection(Section.ANSWER));
            if (!records.isEmpty()) {
                return new Answer(Outcome.FOUND, end, records);
            }
            if (answer.getRcode() == Rcode.NXDOMAIN) { // of the alias' end (RFC 6604 §3)
                return new Answer(Outcome.NO_SUCH_NAME, end, List.of());
            }
            if (end.equals(asked)) {
                return new Answer(Outcome.NOTHING, end, List.of());
            }
            asked = end;
        }
        LOG.info("the aliases of {} have no end", name);
        return new Answer(Outcome.UNCLEAR, name, List.of());
    }

    /** Follows the aliases that stand in an answer (RFC 1034 §3.6.2); empty where they lead round. */
    private static Optional<Name> end(Name asked, List<Record> answer) {
        Map<Name, Name> aliases = new HashMap<>();
        for (Record record : answer) {
            if (record.getType() == Type.CNAME) {
                aliases.putIfAbsent(record.getName(), ((CNAMERecord) record).getTarget());
            }
        }
        Name end = asked;
        // Each is followed once.
        for (Name next = aliases.remove(end); next != null; next = aliases.remove(end)) {
            end = next;
            if (end.equals(asked)) {
                return Optional.empty();
            }
        }
        return Optional.of(end);
    }

    private static List<Record> records(Name name, int type, List<Record> answer) {
        return answer.stream()
                .filter(record -> record.getType() == type && record.getName().equals(name))
                .toList();
    }

    /** The first that is one; null where there is none in time. */
    private @Nullable Message answer(Name name, int type, Deadline deadline) {
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        for (int turn = 0; turn < TURNS; turn++) {
            for (Resolver server : servers) {
                if (deadline.isOver()) {
                    return null;
                }
                try {
                    Message answer = server.send(question);
                    if (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN) {
                        return answer;
                    }
                    LOG.info("{} says {} of {}", server, Rcode.string(answer.getRcode()), name);
                } catch (IOException e) {
                    LOG.info("{} does not answer about {}: {}", server, name, e.toString());
                }
            }
        }
        return null;
    }
}
