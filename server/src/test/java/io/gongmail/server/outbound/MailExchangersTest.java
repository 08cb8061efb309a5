package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.NameServers;
import io.gongmail.server.testing.DnsSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** Who takes mail for a domain: RFC 5321 §5.1, RFC 7505, by DNS over UDP and TCP on loopback. */
class MailExchangersTest {
    private static final String US = "mail.gongmail.example";
    private static final Duration DNS_TIME = Duration.ofMillis(300);

    private DnsSimulator dns;
    private final Set<InetAddress> own = new HashSet<>();

    @BeforeEach
    void open() throws IOException {
        dns = new DnsSimulator();
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
    }

    private String found(String domain) {
        return found(domain, new Random(1), dns.address());
    }

    /** Hosts with their addresses in order, or why there are none. */
    private String found(String domain, Random random, InetSocketAddress... servers) {
        MailExchangers exchangers = new MailExchangers(
                Dns.of(new NameServers(List.of(servers), DNS_TIME)),
                new MailExchangers.Self(US, own::contains),
                25,
                4,
                random);
        Way way = exchangers.of(domain, new Deadline(System::nanoTime, Duration.ofSeconds(20)));
        if (way instanceof Way.Closed closed) {
            return closed.why()
                    .fold(
                            taken -> "taken",
                            later -> "later " + later.why(),
                            never -> never.status() + " " + never.why());
        }
        return ((Way.Open) way)
                .targets().stream()
                        .map(target -> target.host() + " " + target.address().getHostAddress())
                        .collect(Collectors.joining(", "));
    }

    @Test
    void theyComeByPreferenceAndEqualsInAnyOrder() {
        dns.mx("other.example", 20, "c.other.example")
                .mx("other.example", 10, "a.other.example")
                .mx("other.example", 10, "b.other.example")
                .address("a.other.example", "192.0.2.1")
                .address("b.other.example", "192.0.2.2")
                .address("c.other.example", "192.0.2.3");
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            seen.add(found("other.example", new Random(seed), dns.address()));
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "a.other.example 192.0.2.1, b.other.example 192.0.2.2, c.other.example 192.0.2.3",
                        "b.other.example 192.0.2.2, a.other.example 192.0.2.1, c.other.example 192.0.2.3");
    }

    @Test
    void aDomainThatNamesNoneIsItsOwn() {
        dns.address("plain.example", "192.0.2.7").address("plain.example", "2001:db8::7");
        assertThat(found("plain.example")).isEqualTo("plain.example 192.0.2.7, plain.example 2001:db8:0:0:0:0:0:7");
    }

    /** RFC 7505 §4. */
    @Test
    void aDomainMaySayThatItTakesNoMail() {
        dns.mx("nomail.example", 0, ".").address("nomail.example", "192.0.2.7");
        assertThat(found("nomail.example")).isEqualTo("5.1.10 the domain takes no mail");
    }

    @Test
    void aDomainThatIsNotThereIsRefusedForGood() {
        assertThat(found("nowhere.example")).isEqualTo("5.1.2 there is no such domain");
        assertThat(found("..")).isEqualTo("5.1.2 the domain is none");
        assertThat(found("a".repeat(64) + ".example")).isEqualTo("5.1.2 the domain is none");
    }

    @Test
    void whatDnsCannotTellNowIsAskedAgainLater() {
        dns.fails("broken.example", Rcode.SERVFAIL).saysNothingOf("silent.example");
        assertThat(found("broken.example")).startsWith("later ");
        long begin = System.nanoTime();
        assertThat(found("silent.example")).startsWith("later ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DNS_TIME.multipliedBy(20));
    }

    @Test
    void exchangersWhoseAddressIsUnclearAreNoReasonToGiveUp() {
        dns.mx("other.example", 10, "a.other.example").fails("a.other.example", Rcode.SERVFAIL);
        assertThat(found("other.example")).startsWith("later ");
        dns.mx("gone.example", 10, "a.gone.example");
        assertThat(found("gone.example")).isEqualTo("5.4.4 the domain's servers have no address");
    }

    @Test
    void aliasesAreFollowedOfTheDomainAndOfItsExchangers() {
        dns.alias("alias.example", "real.example")
                .mx("real.example", 10, "mx.alias.example")
                .alias("mx.alias.example", "host.example")
                .address("host.example", "192.0.2.9");
        assertThat(found("alias.example")).isEqualTo("mx.alias.example 192.0.2.9");
    }

    @Test
    void aliasesThatLeadRoundAreNotFollowedForEver() {
        dns.alias("round.example", "about.example").alias("about.example", "round.example");
        assertThat(found("round.example")).startsWith("later ");
        assertThat(dns.asked).hasSizeLessThan(20);
    }

    /** RFC 5321 §5.1: neither to us nor to who would send it to us. */
    @Test
    void nothingIsSentToOurselvesOrBeyond() throws Exception {
        dns.mx("backed.example", 10, "first.example")
                .mx("backed.example", 20, "Mail.Gongmail.example")
                .mx("backed.example", 20, "equal.example")
                .mx("backed.example", 30, "last.example")
                .address("first.example", "192.0.2.1")
                .address("equal.example", "192.0.2.2")
                .address("last.example", "192.0.2.3");
        assertThat(found("backed.example")).isEqualTo("first.example 192.0.2.1");
        dns.mx("loop.example", 10, US).mx("loop.example", 20, "last.example");
        assertThat(found("loop.example")).startsWith("5.4.6 ");
        own.add(InetAddress.getByName("192.0.2.3"));
        dns.mx("hidden.example", 5, "first.example").mx("hidden.example", 7, "last.example");
        assertThat(found("hidden.example")).isEqualTo("first.example 192.0.2.1");
        dns.address("us-too.example", "192.0.2.3");
        assertThat(found("us-too.example")).startsWith("5.4.6 ");
    }

    @Test
    void ofManyOnlySomeAreAskedForAndTried() {
        for (int i = 0; i < 60; i++) {
            dns.mx("many.example", 10, "mx" + i + ".a-rather-long-name-of-a-host.many.example");
            dns.address("mx" + i + ".a-rather-long-name-of-a-host.many.example", "192.0.2." + i);
        }
        assertThat(found("many.example").split(", ")).hasSize(4);
        assertThat(dns.asked).as("by UDP, by TCP, two for each of four hosts").hasSizeLessThan(15);
        assertThat(dns.asked).as("a long answer comes by TCP").anyMatch(question -> question.startsWith("tcp many."));
    }

    @Test
    void whereOneServerDoesNotAnswerTheNextIsAsked() throws Exception {
        dns.address("plain.example", "192.0.2.7");
        try (DnsSimulator first = new DnsSimulator()) {
            first.fails("plain.example", Rcode.SERVFAIL);
            assertThat(found("plain.example", new Random(1), first.address(), dns.address()))
                    .isEqualTo("plain.example 192.0.2.7");
            first.saysNothingOf("plain.example");
            assertThat(found("plain.example", new Random(1), first.address(), dns.address()))
                    .isEqualTo("plain.example 192.0.2.7");
        }
    }
}
