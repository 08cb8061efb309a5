package io.gongmail.server.sharing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.server.config.NewPlacePolicy;
import io.gongmail.server.config.SharingConfig;
import io.gongmail.server.config.SharingPolicy;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.places.Places;
import io.gongmail.store.places.Sighting;
import io.gongmail.store.registry.Address;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Notices when an account is used as no single person would, or from where it never was. Thread-safe; may block. */
public final class Sharing implements Admission {
    private static final long MOST_ACCOUNTS = 100_000;
    /** Not every sign-in writes when a place was seen last. */
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(10);

    private final SharingConfig rules;
    private final Places places;
    private final Function<Address, List<SignedIn>> open;
    private final Consumer<Alarm> alarms;
    private final Clock clock;
    private final Cache<Address, Use> uses;
    private final Cache<Spot, Boolean> noted;

    private record Spot(Address account, String certificateSha256, String place, String client) {}

    /**
     * @param open the sessions of an account that are open now
     * @param alarms must not block
     */
    public Sharing(
            SharingConfig rules,
            Places places,
            Function<Address, List<SignedIn>> open,
            Consumer<Alarm> alarms,
            Clock clock) {
        this.rules = rules;
        this.places = places;
        this.open = open;
        this.alarms = alarms;
        this.clock = clock;
        this.uses = Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterAccess(rules.window())
                .build();
        this.noted = Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterWrite(BETWEEN_NOTES)
                .build();
    }

    @Override
    public Optional<EndReason> admit(SignedIn signedIn) {
        Origin origin = signedIn.origin();
        if (rules.isExempt(origin.address())) {
            return Optional.empty();
        }
        String place = rules.place(origin.address()).toString();
        Use use = uses.get(signedIn.account().address(), unused -> new Use());
        if (isOneTooMany(signedIn, place, use)) {
            return Optional.of(EndReason.SHARED);
        }
        if (isHeld(signedIn, place)) {
            return Optional.of(EndReason.PLACE_HELD);
        }
        use.note(place, origin.client(), clock.instant());
        return Optional.empty();
    }

    @Override
    public void guessed(Address account, Origin origin, String certificateSha256) {
        alarms.accept(new Alarm(
                Alarm.Kind.GUESSED,
                account,
                Map.of(
                        "address", origin.address().getHostAddress(),
                        "listener", origin.listener(),
                        "certificate", certificateSha256)));
    }

    private boolean isHeld(SignedIn signedIn, String place) {
        Address account = signedIn.account().address();
        String client = signedIn.origin().client();
        String certificate = signedIn.binding().key().certificateSha256();
        Spot spot = new Spot(account, certificate, place, client);
        if (noted.getIfPresent(spot) != null) {
            return false;
        }
        Sighting sighting = places.see(account, certificate, place, client, rules.newPlace() == NewPlacePolicy.HOLD);
        if (!sighting.held()) {
            noted.put(spot, true);
        }
        if ((sighting.newNetwork() || sighting.newClient()) && rules.newPlace() != NewPlacePolicy.NOTHING) {
            alarms.accept(new Alarm(
                    sighting.held() ? Alarm.Kind.PLACE_HELD : Alarm.Kind.NEW_PLACE,
                    account,
                    Map.of(
                            "address",
                            signedIn.origin().address().getHostAddress(),
                            "place",
                            place,
                            "client",
                            client.isEmpty() ? "-" : client,
                            "listener",
                            signedIn.origin().listener(),
                            "certificate",
                            certificate)));
        }
        return sighting.held();
    }

    private boolean isOneTooMany(SignedIn signedIn, String place, Use use) {
        Address account = signedIn.account().address();
        String client = signedIn.origin().client();
        Instant now = clock.instant();
        Set<String> openPlaces = new HashSet<>();
        Set<String> openClients = new HashSet<>();
        for (SignedIn session : open.apply(account)) {
            Origin origin = session.origin();
            if (!rules.isExempt(origin.address())) {
                openPlaces.add(rules.place(origin.address()).toString());
                if (!origin.client().isEmpty()) {
                    openClients.add(origin.client());
                }
            }
        }
        Use.AtOnce atOnce = use.with(openPlaces, openClients, place, client, now.minus(rules.window()));
        boolean tooMany =
                atOnce.places().size() > rules.maxPlaces() || atOnce.clients().size() > rules.maxClients();
        if (tooMany && use.tells(now, rules.window())) {
            alarms.accept(new Alarm(
                    Alarm.Kind.SHARED,
                    account,
                    Map.of(
                            "places", listed(atOnce.places()),
                            "clients", listed(atOnce.clients()),
                            "certificate", signedIn.binding().key().certificateSha256())));
        }
        return tooMany && atOnce.adds() && rules.policy() == SharingPolicy.LIMIT;
    }

    private static String listed(Collection<String> names) {
        String all = String.join(", ", new TreeSet<>(names));
        return all.length() > 400 ? all.substring(0, 400) + "…" : all;
    }
}
