package io.gongmail.server.sharing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was used of an account lately, bounded. Guarded by itself. */
final class Use {
    private static final int MOST = 200;

    private final Map<String, Instant> places = new HashMap<>();
    private final Map<String, Instant> clients = new HashMap<>();
    private Instant told = Instant.MIN;

    /** What is in use at once, with one more. */
    record AtOnce(Set<String> places, Set<String> clients, boolean adds) {}

    synchronized AtOnce with(
            Set<String> openPlaces, Set<String> openClients, String place, String client, Instant since) {
        places.values().removeIf(since::isAfter);
        clients.values().removeIf(since::isAfter);
        Set<String> allPlaces = new HashSet<>(places.keySet());
        Set<String> allClients = new HashSet<>(clients.keySet());
        allPlaces.addAll(openPlaces);
        allClients.addAll(openClients);
        boolean adds = allPlaces.add(place);
        adds |= !client.isEmpty() && allClients.add(client);
        return new AtOnce(allPlaces, allClients, adds);
    }

    synchronized void note(String place, String client, Instant now) {
        put(places, place, now);
        if (!client.isEmpty()) {
            put(clients, client, now);
        }
    }

    private static void put(Map<String, Instant> used, String what, Instant now) {
        if (used.size() < MOST || used.containsKey(what)) {
            used.put(what, now);
        }
    }

    /** Whether it is to be told now; once in a {@code while}. */
    synchronized boolean tells(Instant now, Duration every) {
        if (!told.equals(Instant.MIN) && now.isBefore(told.plus(every))) {
            return false;
        }
        told = now;
        return true;
    }
}
