package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DnsRecordsTest {
    @Test
    void programsAreLedToTlsAndToNothingElse() {
        assertThat(DnsRecords.of(Services.MINISTRY))
                .filteredOn(each -> each.name().endsWith(".moe.example."))
                .map(DnsRecords.DnsRecord::toString)
                .containsExactlyInAnyOrder(
                        "_imaps._tcp.moe.example. IN SRV 0 1 993 mail.moe.example.",
                        "_submissions._tcp.moe.example. IN SRV 0 1 465 mail.moe.example.",
                        "_imap._tcp.moe.example. IN SRV 0 0 0 .",
                        "_submission._tcp.moe.example. IN SRV 0 0 0 .",
                        "_pop3._tcp.moe.example. IN SRV 0 0 0 .",
                        "_pop3s._tcp.moe.example. IN SRV 0 0 0 .",
                        "autoconfig.moe.example. IN CNAME portal.moe.example.",
                        "autodiscover.moe.example. IN CNAME portal.moe.example.",
                        "_autodiscover._tcp.moe.example. IN SRV 0 1 443 portal.moe.example.");
    }

    /** RFC 5804 §1.8. */
    @Test
    void whereFiltersArePutIsToldWhereItIsOpen() {
        MailService open = new MailService(
                "mail.moe.example",
                List.of("moe.example"),
                URI.create("https://portal.moe.example/"),
                Services.MINISTRY.imap(),
                Services.MINISTRY.submission(),
                Optional.of(4190));
        assertThat(DnsRecords.of(open))
                .map(DnsRecords.DnsRecord::toString)
                .contains("_sieve._tcp.moe.example. IN SRV 0 1 4190 mail.moe.example.");
    }

    @Test
    void everyDomainHasTheSame() {
        assertThat(DnsRecords.of(Services.MINISTRY))
                .filteredOn(each -> each.name().endsWith(".police.example."))
                .hasSize(9);
    }

    @Test
    void aServiceWithoutANameIsPointedOut() {
        MailService demo = new MailService(
                "127.0.0.1",
                List.of("moe.example"),
                URI.create("https://portal.moe.example/"),
                Services.MINISTRY.imap(),
                Services.MINISTRY.submission());
        assertThat(DnsRecords.remarks(demo)).hasSize(2).first().asString().contains("127.0.0.1", "host-name");
    }

    @Test
    void aPortalAtAnotherPortIsPointedOut() {
        MailService elsewhere = new MailService(
                "mail.moe.example",
                List.of("moe.example"),
                URI.create("https://portal.moe.example:8443/"),
                Services.MINISTRY.imap(),
                Services.MINISTRY.submission());
        assertThat(DnsRecords.remarks(elsewhere)).hasSize(2).first().asString().contains("8443");
        assertThat(DnsRecords.remarks(Services.MINISTRY))
                .singleElement()
                .asString()
                .contains("autoconfig.moe.example", "autodiscover.police.example");
    }
}
