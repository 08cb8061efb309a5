package io.gongmail.server.clientsetup;

import com.google.common.net.InetAddresses;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands in each domain's zone, so that programs find the service by themselves. */
public final class DnsRecords {
    private static final int HTTPS = 443;

    private DnsRecords() {}

    /**
     * One record, names with their last dot.
     *
     * @param data as in a zone file (RFC 1035 §5.1)
     */
    public record DnsRecord(String name, String type, String data) {
        /** A line of a zone file. */
        @Override
        public String toString() {
            return name + " IN " + type + " " + data;
        }
    }

    /** Of every domain, in the order of the domains. */
    public static List<DnsRecord> of(MailService service) {
        List<DnsRecord> records = new ArrayList<>();
        for (String domain : service.domains()) {
            // RFC 8314 §5.1, RFC 6186 §3.2: by TLS from the first octet, and by nothing else: "." says so.
            records.add(there("_imaps", domain, service.host(), service.imap()));
            records.add(notThere("_imap", domain));
            records.add(there("_submissions", domain, service.host(), service.submission()));
            records.add(notThere("_submission", domain));
            records.add(notThere("_pop3s", domain));
            records.add(notThere("_pop3", domain));
            // RFC 5804 §1.8.
            service.manageSieve().ifPresent(port -> records.add(record("_sieve", domain, service.host(), port)));
            String portal = service.portal().getHost();
            records.add(new DnsRecord("autoconfig." + domain + ".", "CNAME", portal + "."));
            records.add(new DnsRecord("autodiscover." + domain + ".", "CNAME", portal + "."));
            // [MS-OXDISCO] §3.1.5.1, for where the name above leads elsewhere.
            records.add(record("_autodiscover", domain, portal, port(service.portal())));
        }
        return records;
    }

    /** What else is needed for them to work; empty where nothing is. */
    public static List<String> remarks(MailService service) {
        List<String> remarks = new ArrayList<>();
        if (InetAddresses.isInetAddress(service.host())) {
            remarks.add("these records need a name and have the address " + service.host()
                    + ": set [server] host-name; a demo has none");
        }
        if (service.portal().getPort() != -1 && service.portal().getPort() != HTTPS) {
            remarks.add("programs ask autoconfig.DOMAIN and autodiscover.DOMAIN at port 443; the portal is at "
                    + service.portal().getPort()
                    + ": let something at port 443 pass /mail/, /.well-known/ and /autodiscover/ on to it");
        }
        remarks.add("the portal's certificate must be good for these too: "
                + service.domains().stream()
                        .flatMap(domain -> Stream.of("autoconfig." + domain, "autodiscover." + domain))
                        .toList());
        return remarks;
    }

    private static DnsRecord there(String kind, String domain, String host, MailService.Listener listener) {
        return record(kind, domain, host, listener.port());
    }

    private static DnsRecord record(String kind, String domain, String host, int port) {
        return new DnsRecord(kind + "._tcp." + domain + ".", "SRV", "0 1 " + port + " " + host + ".");
    }

    private static int port(URI portal) {
        return portal.getPort() == -1 ? HTTPS : portal.getPort();
    }

    private static DnsRecord notThere(String kind, String domain) {
        return new DnsRecord(kind + "._tcp." + domain + ".", "SRV", "0 0 0 .");
    }
}
