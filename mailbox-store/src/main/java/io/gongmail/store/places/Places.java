package io.gongmail.store.places;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.registry.Address;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The places accounts were used from. Thread-safe; every call is one transaction, and blocks. */
public final class Places {
    /** Of one account; beyond, the one seen longest ago is forgotten. */
    public static final int MOST = 200;

    private static final int LONGEST = 64;
    private static final String KNOWN = "KNOWN";
    private static final String HELD = "HELD";

    private static final Table<Record> PLACE = DSL.table(DSL.name("place"));
    private static final Field<String> ACCOUNT = text("account");
    private static final Field<String> CERTIFICATE = text("certificate_sha256");
    private static final Field<String> NETWORK = text("network");
    private static final Field<String> CLIENT = text("client");
    private static final Field<String> STANDING = text("standing");
    private static final Field<Long> FIRST_SEEN = time("first_seen");
    private static final Field<Long> LAST_SEEN = time("last_seen");

    private final Database database;
    private final Clock clock;

    public Places(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Notes that an account is used from there. The first place of an account is never held: there is nothing to compare
     * it with.
     *
     * @param hold whether a network or client that nobody has confirmed is held
     * @throws IllegalArgumentException when network or client is too long
     */
    public Sighting see(Address account, String certificateSha256, String network, String client, boolean hold) {
        if (network.length() > LONGEST || client.length() > LONGEST) {
            throw new IllegalArgumentException("network and client: at most " + LONGEST + " characters");
        }
        Place seen = new Place(account, certificateSha256, network, client, clock.instant(), clock.instant(), false);
        try {
            return database.transact(transaction -> see(transaction.sql(), seen, hold));
        } catch (StoreException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Two sign-ins from one new place at once: the other has noted it.
            return database.transact(transaction -> see(transaction.sql(), seen, hold));
        }
    }

    private static Sighting see(DSLContext sql, Place seen, boolean hold) {
        List<Place> before = of(sql, ACCOUNT.eq(seen.account().toString()));
        boolean known = before.isEmpty()
                || any(before, place -> !place.held() && place.network().equals(seen.network()))
                        && (seen.client().isEmpty()
                                || any(
                                        before,
                                        place -> !place.held() && place.client().equals(seen.client())));
        boolean held = hold && !known;
        if (any(before, place -> isSame(place, seen))) {
            sql.update(PLACE)
                    .set(LAST_SEEN, seen.lastSeen().toEpochMilli())
                    .where(same(seen))
                    .execute();
            return new Sighting(false, false, held);
        }
        if (before.size() >= MOST) {
            sql.deleteFrom(PLACE).where(same(before.get(before.size() - 1))).execute();
        }
        sql.insertInto(PLACE)
                .set(ACCOUNT, seen.account().toString())
                .set(CERTIFICATE, seen.certificateSha256())
                .set(NETWORK, seen.network())
                .set(CLIENT, seen.client())
                .set(FIRST_SEEN, seen.firstSeen().toEpochMilli())
                .set(LAST_SEEN, seen.lastSeen().toEpochMilli())
                .set(STANDING, held ? HELD : KNOWN)
                .execute();
        return new Sighting(
                !before.isEmpty() && !any(before, place -> place.network().equals(seen.network())),
                !before.isEmpty()
                        && !seen.client().isEmpty()
                        && !any(before, place -> place.client().equals(seen.client())),
                held);
    }

    /** Takes an account's places in a network as its own, whatever the client; the number of those that were held. */
    public int confirm(Address account, String network) {
        return database.transact(transaction -> transaction
                .sql()
                .update(PLACE)
                .set(STANDING, KNOWN)
                .where(ACCOUNT.eq(account.toString()), NETWORK.eq(network), STANDING.eq(HELD))
                .execute());
    }

    /** Of an account, the one seen last first. */
    public List<Place> of(Address account) {
        return database.transact(transaction -> of(transaction.sql(), ACCOUNT.eq(account.toString())));
    }

    private static List<Place> of(DSLContext sql, Condition which) {
        return sql.select(ACCOUNT, CERTIFICATE, NETWORK, CLIENT, FIRST_SEEN, LAST_SEEN, STANDING)
                .from(PLACE)
                .where(which)
                .orderBy(LAST_SEEN.desc(), FIRST_SEEN.desc())
                .fetch(row -> new Place(
                        Address.of(row.get(ACCOUNT)),
                        row.get(CERTIFICATE),
                        row.get(NETWORK),
                        row.get(CLIENT),
                        Instant.ofEpochMilli(row.get(FIRST_SEEN)),
                        Instant.ofEpochMilli(row.get(LAST_SEEN)),
                        row.get(STANDING).equals(HELD)));
    }

    private static boolean any(List<Place> places, Predicate<Place> which) {
        return places.stream().anyMatch(which);
    }

    private static boolean isSame(Place one, Place other) {
        return one.certificateSha256().equals(other.certificateSha256())
                && one.network().equals(other.network())
                && one.client().equals(other.client());
    }

    private static Condition same(Place place) {
        return ACCOUNT.eq(place.account().toString())
                .and(CERTIFICATE.eq(place.certificateSha256()))
                .and(NETWORK.eq(place.network()))
                .and(CLIENT.eq(place.client()));
    }

    private static Field<String> text(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARCHAR);
    }

    private static Field<Long> time(String name) {
        return DSL.field(DSL.name(name), SQLDataType.BIGINT);
    }
}
