package io.gongmail.server.portal;

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
    private final byte[] autoconfig;

    SetupPages(MailService service, SignedProfiles profiles) {
        this.service = service;
        this.profiles = profiles;
        this.autoconfig = ThunderbirdAutoconfig.write(service);
    }

    /** Where programs look that have nothing but an address (draft-ietf-mailmaint-autoconfig, "Mail provider"). */
    static Set<String> names(MailService service) {
        Set<String> names = new HashSet<>(service.domains());
        service.domains().forEach(domain -> names.add("autoconfig." + domain));
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
