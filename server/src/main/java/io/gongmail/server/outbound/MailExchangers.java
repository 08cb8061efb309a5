package io.gongmail.server.outbound;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Which servers take mail for a domain, by DNS (RFC 5321 §5.1): its exchangers by preference, in random order among equals; the domain
 * itself where it names none; nobody where it says so (RFC 7505). What leads back to this server is cut off. Blocks; thread-safe.
 */
final class MailExchangers {
    /** Looked at for one domain, whatever it names. */
    private static final int MOST_HOSTS = 10;

    private final Dns dns;
    private final Self self;
    private final int port;
    private final int mostAddresses;
    private final Random random;

    /**
     * Who we are.
     *
     * @param name ours
     * @param isOwn whether an address is one of this machine's
     */
    record Self(String name, Predicate<InetAddress> isOwn) {
        private boolean isNamed(String host) {
            return host.equalsIgnoreCase(name);
        }
    }

    MailExchangers(Dns dns, Self self, int port, int mostAddresses, Random random) {
        this.dns = dns;
        this.self = self;
        this.port = port;
        this.mostAddresses = mostAddresses;
        this.random = random;
    }

    private record Exchanger(int preference, Name host) {
        String name() {
            return host.toString(true).toLowerCase(Locale.ROOT);
        }
    }

    /** Where mail for a domain goes; the addresses in the order in which they are to be tried. */
    Way of(String domain, Deadline deadline) {
        Name name;
        try {
            name = Name.fromString(IDN.toASCII(domain), Name.root);
        } catch (TextParseException | IllegalArgumentException e) {
            return never("5.1.2", "the domain is none");
        }
        Dns.Answer answer = dns.ask(name, Type.MX, deadline);
        return switch (answer.outcome()) {
            case NO_SUCH_NAME -> never("5.1.2", "there is no such domain"); // RFC 3463 §3.2
            case UNCLEAR -> later("DNS tells nothing of the domain now");
            // RFC 5321 §5.1: as if the domain named itself.
            case NOTHING -> addressed(List.of(new Exchanger(0, answer.name())), deadline);
            case FOUND -> named(answer.records(), deadline);
        };
    }

    private Way named(List<Record> records, Deadline deadline) {
        List<Exchanger> exchangers = new ArrayList<>();
        for (Record record : records) {
            MXRecord exchanger = (MXRecord) record;
            if (!exchanger.getTarget().equals(Name.root)) {
                exchangers.add(new Exchanger(exchanger.getPriority(), exchanger.getTarget()));
            }
        }
        if (exchangers.isEmpty()) {
            return never("5.1.10", "the domain takes no mail"); // RFC 7505 §4.2
        }
        Collections.shuffle(exchangers, random);
        exchangers.sort(Comparator.comparingInt(Exchanger::preference)); // is stable
        Optional<Integer> own = exchangers.stream()
                .filter(exchanger -> self.isNamed(exchanger.name()))
                .map(Exchanger::preference)
                .findFirst();
        if (own.isPresent()) {
            // RFC 5321 §5.1: neither to us nor to who would send it to us.
            exchangers.removeIf(exchanger -> exchanger.preference() >= own.get());
        }
        return exchangers.isEmpty() ? loop() : addressed(exchangers, deadline);
    }

    private Way addressed(List<Exchanger> exchangers, Deadline deadline) {
        List<Target> targets = new ArrayList<>();
        boolean unclear = false;
        int preferred = Integer.MAX_VALUE;
        for (Exchanger exchanger : exchangers.subList(0, Math.min(MOST_HOSTS, exchangers.size()))) {
            if (exchanger.preference() >= preferred || targets.size() >= mostAddresses) {
                break;
            }
            List<InetAddress> addresses = new ArrayList<>();
            unclear |= addresses(exchanger, Type.A, addresses, deadline);
            unclear |= addresses(exchanger, Type.AAAA, addresses, deadline);
            if (addresses.stream().anyMatch(self.isOwn())) {
                preferred = exchanger.preference();
                continue;
            }
            addresses.stream()
                    .limit(mostAddresses - targets.size())
                    .forEach(address -> targets.add(new Target(exchanger.name(), address, port)));
        }
        if (!targets.isEmpty()) {
            return new Way.Open(targets);
        }
        if (preferred < Integer.MAX_VALUE) {
            return loop();
        }
        return unclear
                ? later("DNS tells no address of the domain's servers now")
                : never("5.4.4", "the domain's servers have no address"); // RFC 3463 §3.5
    }

    /** Adds them; tells whether it stays unclear if there are any. */
    private boolean addresses(Exchanger exchanger, int type, List<InetAddress> addresses, Deadline deadline) {
        Dns.Answer answer = dns.ask(exchanger.host(), type, deadline);
        for (Record record : answer.records()) {
            InetAddress address = type == Type.A ? ((ARecord) record).getAddress() : ((AAAARecord) record).getAddress();
            addresses.add(unnamed(address));
        }
        return answer.outcome() == Dns.Outcome.UNCLEAR;
    }

    /** So that nobody looks its name up. */
    private static InetAddress unnamed(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of no length", e);
        }
    }

    private static Way loop() {
        return never("5.4.6", "the domain's mail is to be sent to this server, which does not take it");
    }

    private static Way never(String status, String why) {
        return new Way.Closed(new Handed.Never(status, why));
    }

    private static Way later(String why) {
        return new Way.Closed(new Handed.Later(why, false));
    }
}
