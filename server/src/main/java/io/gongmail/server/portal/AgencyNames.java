package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gongmail.store.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agencies that a form offers to choose from, half a minute old at most. Thread-safe. */
final class AgencyNames {
    private static final int MOST = 1_000;
    private static final Duration KEPT = Duration.ofSeconds(30);
    /** As a name of the list is entered, with its code behind. */
    private static final Pattern NAMED = Pattern.compile(".*\\(([A-Za-z0-9_-]{1,32})\\)\\s*");

    private final LoadingCache<String, List<Views.AgencyName>> agencies;

    AgencyNames(Registry registry) {
        this.agencies = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfterWrite(KEPT)
                .build(all -> registry.agencies().list("", MOST).stream()
                        .map(agency -> new Views.AgencyName(
                                agency.code(), agency.name(), String.join(", ", new TreeSet<>(agency.domains()))))
                        .toList());
    }

    List<Views.AgencyName> all() {
        return agencies.get("");
    }

    /** By its name with the code behind, its code, or its name alone where no other has that. */
    String code(String entered) {
        Matcher named = NAMED.matcher(entered);
        if (named.matches()) {
            return named.group(1);
        }
        List<Views.AgencyName> fitting =
                all().stream().filter(agency -> agency.name().equals(entered)).toList();
        return fitting.size() == 1 ? fitting.get(0).code() : entered;
    }

    /** As the list has it; the code where it has it not. */
    String named(String code) {
        return all().stream()
                .filter(agency -> agency.code().equals(code))
                .map(agency -> agency.name() + " (" + agency.code() + ")")
                .findFirst()
                .orElse(code);
    }
}
