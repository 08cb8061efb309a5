package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Through;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** To whom notices were posted: rows of some hundred names. Each method works in the caller's transaction. */
final class NoticeAudience {
    /** Behind the table's name in a statement that reads by notice and member. */
    private static final String BY_PLACE = Through.key("NOTICE_AUDIENCE_PLACE");

    private static final String INSERT = "INSERT INTO notice_audience (notice, first_member, owners) VALUES (?, ?, ?)";
    private static final int MOST_IN_ROW = 1_000;
    private static final int MOST_OCTETS = 24_000;

    private NoticeAudience() {}

    /** As many members from {@code first} on as are one row; none behind the last. */
    static NoticeTable.Members page(List<String> owners, int first) {
        int octets = 0;
        int end = first;
        while (end < owners.size() && end - first < MOST_IN_ROW) {
            octets += owners.get(end).getBytes(StandardCharsets.UTF_8).length + 1;
            if (octets > MOST_OCTETS && end > first) {
                break;
            }
            end++;
        }
        return new NoticeTable.Members(first, owners.subList(first, end));
    }

    static void insert(Writing writing, long notice, NoticeTable.Members page) throws SQLException {
        PreparedStatement insert = writing.prepared(INSERT);
        insert.setLong(1, notice);
        insert.setInt(2, page.first());
        insert.setBytes(3, octets(page.owners()));
        insert.executeUpdate();
    }

    private static byte[] octets(List<String> owners) {
        return String.join("\n", owners).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> owners(byte[] octets) {
        return Arrays.asList(new String(octets, StandardCharsets.UTF_8).split("\n", -1));
    }

    /** The row that begins at {@code first} or next after it. */
    static Optional<NoticeTable.Members> page(Connection connection, long notice, int first) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT first_member, owners FROM notice_audience"
                + BY_PLACE + " WHERE notice = ? AND first_member >= ? ORDER BY notice, first_member")) {
            query.setLong(1, notice);
            query.setInt(2, first);
            query.setMaxRows(1);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new NoticeTable.Members(row.getInt(1), owners(row.getBytes(2))))
                        : Optional.empty();
            }
        }
    }

    /** Who a member is now; empty when that account was erased. */
    static Optional<String> owner(Connection connection, long notice, int member) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT first_member, owners FROM notice_audience"
                + BY_PLACE + " WHERE notice = ? AND first_member <= ? ORDER BY notice DESC, first_member DESC")) {
            query.setLong(1, notice);
            query.setInt(2, member);
            query.setMaxRows(1);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                List<String> owners = owners(row.getBytes(2));
                int at = member - row.getInt(1);
                return at < owners.size()
                        ? Optional.of(owners.get(at)).filter(owner -> !owner.isEmpty())
                        : Optional.empty();
            }
        }
    }

    /**
     * A user has another name, or none any more where {@code to} is empty. Reads the audiences of all notices that are not
     * forgotten, 24,000 octets for some hundred members: for what happens to an account once.
     */
    static void rename(Connection connection, String from, String to) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT notice, first_member, owners FROM notice_audience");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE notice_audience SET owners = ? WHERE notice = ? AND first_member = ?")) {
            List<Renamed> renamed = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<String> owners = owners(row.getBytes(3));
                    if (owners.contains(from)) {
                        renamed.add(new Renamed(row.getLong(1), row.getInt(2), replaced(owners, from, to)));
                    }
                }
            }
            for (Renamed page : renamed) {
                update.setBytes(1, octets(page.owners()));
                update.setLong(2, page.notice());
                update.setInt(3, page.first());
                update.executeUpdate();
            }
        }
    }

    private record Renamed(long notice, int first, List<String> owners) {}

    private static List<String> replaced(List<String> owners, String from, String to) {
        return owners.stream().map(owner -> owner.equals(from) ? to : owner).toList();
    }
}
