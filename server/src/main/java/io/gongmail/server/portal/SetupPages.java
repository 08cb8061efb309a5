package io.gongmail.server.portal;

import io.gongmail.server.clientsetup.Autodiscover;
import io.gongmail.server.clientsetup.ConnectorSettings;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.SignedProfiles;
import io.gongmail.server.clientsetup.ThunderbirdAutoconfig;
import io.gongmail.server.clientsetup.ThunderbirdFleet;
import io.gongmail.store.registry.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a mail program is set up: in words, for who does it by hand, and as files, for programs that ask by themselves. */
final class SetupPages {
    static final String SETUP = "/setup";

    private final MailService service;
    private final SignedProfiles profiles;
    private final ConnectorSettings connector;
    private final byte[] autoconfig;

    SetupPages(MailService service, SignedProfiles profiles, ConnectorSettings connector) {
        this.service = service;
        this.profiles = profiles;
        this.connector = connector;
        this.autoconfig = ThunderbirdAutoconfig.write(service);
    }

    /** Where programs look that have nothing but an address (draft-ietf-mailmaint-autoconfig; [MS-OXDISCO] §3.1.5.1). */
    static Set<String> names(MailService service) {
        Set<String> names = new HashSet<>(service.domains());
        service.domains().forEach(domain -> names.addAll(List.of("autoconfig." + domain, "autodiscover." + domain)));
        return names;
    }

    List<Route> routes() {
        return List.of(
                Route.page(
                        SETUP,
                        Door.PUBLIC,
                        Who.ANYONE,
                        visit -> Answer.shown(
                                "setup",
                                new Views.Setup(
                                        service.host(),
                                        service.imap().port(),
                                        service.submission().port()))),
                Route.page("/setup/apple", Door.PUBLIC, Who.ANYONE, this::apple),
                Route.page("/setup/connector", Door.PUBLIC, Who.ANYONE, visit -> connector()),
                Route.document(Autodiscover.PATH, this::autodiscover),
                Route.document("/Autodiscover/Autodiscover.xml", this::autodiscover),
                Route.forPrograms("/autodiscover/autodiscover.json", this::autodiscoverPointer),
                Route.forPrograms("/autodiscover/autodiscover.json/v1.0/{address}", this::autodiscoverPointer),
                Route.forPrograms("/mail/config-v1.1.xml", this::ofAddress),
                Route.forPrograms("/.well-known/autoconfig/mail/config-v1.1.xml", this::ofAddress),
                Route.forPrograms("/.well-known/mail-v1.xml", this::ofAddress),
                Route.page(
                        ThunderbirdFleet.SETTINGS + "{domain}",
                        Door.PUBLIC,
                        Who.ANYONE,
                        visit -> autoconfig(service.domain(visit.part("domain")))));
    }

    /** Not every program says for whom it asks. */
    private Answer ofAddress(Visit visit) {
        String address = visit.query("emailaddress");
        return autoconfig(address.isEmpty() ? Optional.of("") : service.domainOf(address));
    }

    private Answer autoconfig(Optional<String> domain) {
        return domain.<Answer>map(ours -> new Answer.Octets(ThunderbirdAutoconfig.TYPE, autoconfig, Map.of()))
                .orElseGet(() -> Answer.refused(404, "G-921"));
    }

    private Answer connector() {
        return new Answer.Octets(
                ConnectorSettings.TYPE,
                connector.write(),
                Map.of("Content-Disposition", "attachment; filename=\"connector.properties\""));
    }

    /** Whether an address of ours has an account is not told. */
    private Answer autodiscover(Visit visit) {
        Optional<String> address = Autodiscover.address(visit.document());
        if (address.isEmpty()) {
            return Answer.refused(400, "G-925");
        }
        byte[] answer = Address.parse(address.get())
                .map(Address::toString)
                .filter(known -> service.domainOf(known).isPresent())
                .map(known -> Autodiscover.settings(service, known))
                .orElseGet(Autodiscover::notHere);
        return new Answer.Octets(Autodiscover.XML, answer, Map.of());
    }

    private Answer autodiscoverPointer(Visit visit) {
        return Autodiscover.pointer(service, visit.query("Protocol"))
                .<Answer>map(pointer -> new Answer.Octets(Autodiscover.JSON, pointer, Map.of()))
                .orElseGet(() -> Answer.refused(404, "G-921"));
    }

    private Answer apple(Visit visit) {
        return Address.parse(visit.query("address"))
                .map(Address::toString)
                .filter(address -> service.domainOf(address).isPresent())
                .<Answer>map(address -> new Answer.Octets(
                        SignedProfiles.TYPE,
                        profiles.of(address),
                        Map.of("Content-Disposition", "attachment; filename=\"gongmail.mobileconfig\"")))
                .orElseGet(() ->
                        new Answer.Refused(422, "G-928", Map.of("domains", String.join(", ", service.domains()))));
    }
}
