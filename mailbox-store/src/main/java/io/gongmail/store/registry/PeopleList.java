package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has a mailbox here and may use it, for colleagues who look for them. Read only; thread-safe; every call is one transaction
 * that finds its rows by an index.
 */
public final class PeopleList {
    /** The most people whose certificates are asked for at once. */
    public static final int MOST_ASKED = 100;

    private static final int LONGEST_LIST = 1_000;

    /** What a change of agency has brought counts before what the account was opened with. */
    private static final String PEOPLE = """
            SELECT a.address, a.name, a.kind, a.agency,
                   CASE WHEN a.unit IS NULL THEN p.unit ELSE a.unit END,
                   CASE WHEN a.unit IS NULL THEN p.post ELSE a.post END
            FROM account a LEFT OUTER JOIN application p ON p.id = a.application
            WHERE a.address > ? AND a.state = 'ACTIVE' AND a.kind <> 'AGENCY_RELAY'
            ORDER BY a.address FETCH FIRST %d ROWS ONLY""";

    private static final String CERTIFICATES = """
            SELECT b.account, c.der
            FROM binding b JOIN application p ON p.reserved_certificate = b.certificate_sha256
                           JOIN application_certificate c ON c.application = p.id
            WHERE b.account IN (%s) AND b.state = 'ACTIVE' AND b.not_after > ? AND c.place = 0""";

    private final Database database;
    private final Clock clock;

    PeopleList(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * People with active accounts in the order of their addresses, those after {@code after}; the empty text starts. Systems have
     * no mailbox and are not among them.
     *
     * @param limit 1 to 1,000
     */
    public List<ListedPerson> list(String after, int limit) {
        String sql = String.format(Locale.ROOT, PEOPLE, Bounds.limit(limit, LONGEST_LIST));
        return database.transact(transaction -> {
            try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
                select.setString(1, after);
                List<ListedPerson> people = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        people.add(person(row));
                    }
                }
                return people;
            }
        });
    }

    /**
     * The certificates in DER that open these people's accounts now and that were shown to us whole; of most accounts we hold no
     * more than the hash of one.
     *
     * @param people at most {@link #MOST_ASKED}
     */
    public Map<Address, List<byte[]>> certificates(Collection<Address> people) {
        if (people.size() > MOST_ASKED) {
            throw new IllegalArgumentException("at most " + MOST_ASKED + " people at once");
        }
        Map<Address, List<byte[]>> found = new HashMap<>();
        if (people.isEmpty()) {
            return found;
        }
        String sql = String.format(
                Locale.ROOT,
                CERTIFICATES,
                String.join(", ", people.stream().map(one -> "?").toList()));
        return database.transact(transaction -> {
            found.clear();
            try (PreparedStatement select = transaction.connection().prepareStatement(sql)) {
                int place = 1;
                for (Address one : people) {
                    select.setString(place++, one.toString());
                }
                select.setLong(place, clock.instant().toEpochMilli());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.computeIfAbsent(Address.of(row.getString(1)), owner -> new ArrayList<>())
                                .add(Base64.getDecoder().decode(row.getString(2)));
                    }
                }
            }
            return found;
        });
    }

    private static ListedPerson person(ResultSet row) throws SQLException {
        return new ListedPerson(
                Address.of(row.getString(1)),
                row.getString(2),
                AccountType.valueOf(row.getString(3)),
                row.getString(4),
                told(row.getString(5)),
                told(row.getString(6)));
    }

    private static String told(@Nullable String column) {
        return column == null ? "" : column;
    }
}
