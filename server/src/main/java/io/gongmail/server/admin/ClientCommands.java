package io.gongmail.server.admin;

import io.gongmail.server.clientsetup.DnsRecords;
import io.gongmail.server.clientsetup.DnsRecords.DnsRecord;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.ThunderbirdAutoconfig;
import io.gongmail.server.clientsetup.ThunderbirdFleet;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = "How mail programs are set up for this service.")
final class ClientCommands {
    private final Commands.Context context;

    ClientCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows what mail programs are told.")
    int show(@Mixin Report report) {
        MailService service = service();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host", service.host());
        facts.put("domains", String.join(",", service.domains()));
        facts.put("imap", service.imap().port());
        facts.put("submission", service.submission().port());
        facts.put("imap-password", !service.imap().certificateSuffices());
        facts.put("submission-password", !service.submission().certificateSuffices());
        facts.put("portal", service.portal());
        report.whole(facts);
        return 0;
    }

    @Command(
            name = "dns",
            mixinStandardHelpOptions = true,
            description = "Prints the records for the domains' zones, by which mail programs find the service.")
    int dns(@Mixin Report report) {
        for (DnsRecord told : DnsRecords.of(service())) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", told.name());
            facts.put("class", "IN");
            facts.put("type", told.type());
            facts.put("data", told.data());
            report.row(facts);
        }
        DnsRecords.remarks(service()).forEach(report::remark);
        return 0;
    }

    @Command(
            name = "policies",
            mixinStandardHelpOptions = true,
            description = "Prints policies.json for the Thunderbirds of many computers.")
    int policies(@Mixin Report report) {
        return report.text(ThunderbirdFleet.policies(service()));
    }

    @Command(
            name = "preferences",
            mixinStandardHelpOptions = true,
            description = "Prints the same as a preferences file, for versions without policies.")
    int preferences(@Mixin Report report) {
        return report.text(ThunderbirdFleet.preferenceFile(service()));
    }

    @Command(
            name = "autoconfig",
            mixinStandardHelpOptions = true,
            description = "Prints config-v1.1.xml, for a web server of the domain's that serves it itself.")
    int autoconfig(@Mixin Report report) {
        return report.text(new String(ThunderbirdAutoconfig.write(service()), StandardCharsets.UTF_8));
    }

    private MailService service() {
        return context.services().service();
    }
}
