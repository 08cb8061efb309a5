package io.gongmail.server.admin;

import io.gongmail.server.session.SignedIn;
import io.gongmail.store.places.Place;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = "Who is signed in now, and from where accounts were used.")
final class SessionCommands {
    private final Commands.Context context;

    SessionCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the sessions open now.")
    int list(
            @Mixin Report report,
            @Option(names = "--account", paramLabel = "ADDRESS", description = "Of this account only.") Address account,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "At most so many.")
                    int limit) {
        List<SignedIn> sessions = account == null
                ? context.services().sessions().list()
                : context.services().sessions().of(account);
        sessions.stream().limit(Math.max(1, limit)).map(SessionCommands::facts).forEach(report::row);
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows from where an account was used, the last first; times are rough.")
    int show(@Mixin Report report, @Parameters(paramLabel = "ADDRESS") Address account) {
        context.services().places().of(account).stream()
                .map(SessionCommands::facts)
                .forEach(report::row);
        return 0;
    }

    @Command(
            name = "confirm",
            mixinStandardHelpOptions = true,
            description = "Takes a place that is held as the account's own.")
    int confirm(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address account,
            @Parameters(paramLabel = "PLACE", description = "As 'session show' names it: 203.0.0.0/16.") String place) {
        // Intent before act: a crash between leaves a trace.
        context.services()
                .registry()
                .audit()
                .record(new AuditEvent("place.confirmed", Commands.ACTOR, account.toString(), Map.of("place", place)));
        int confirmed = context.services().places().confirm(account, place);
        return confirmed == 0
                ? report.couldNot("nothing of " + account + " is held in " + place)
                : report.done(confirmed + " confirmed");
    }

    private static Map<String, Object> facts(SignedIn session) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("account", session.account().address().toString());
        facts.put("listener", session.origin().listener());
        facts.put("address", session.origin().address().getHostAddress());
        facts.put("client", told(session.origin().client()));
        facts.put("until", session.until().toString());
        facts.put("binding", session.binding().id().toString());
        return facts;
    }

    private static Map<String, Object> facts(Place place) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("place", place.network());
        facts.put("client", told(place.client()));
        facts.put("standing", place.held() ? "HELD" : "KNOWN");
        facts.put("firstSeen", place.firstSeen().toString());
        facts.put("lastSeen", place.lastSeen().toString());
        facts.put("certificateSha256", place.certificateSha256());
        return facts;
    }

    private static String told(String client) {
        return client.isEmpty() ? "-" : client;
    }
}
