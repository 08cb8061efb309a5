package io.gongmail.store.db;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages that Derby has in its cache and does not count as pages of their table. Each insert that needs a new page then fails with
 * XBCA0, until the cache forgets the page. It was seen once, after a start that followed SIGKILL; what puts the page there is not
 * known.
 */
final class DerbyPages {
    private static final Logger LOG = LoggerFactory.getLogger(DerbyPages.class);
    private static final String ALREADY_IN_CACHE = "XBCA0";
    private static final Pattern CONTAINER = Pattern.compile("Page\\(\\d+,Container\\(\\d+, (\\d+)\\)\\)");

    private DerbyPages() {}

    /** Whether {@code e} says that a page is in the cache that should be new. */
    static boolean isInTheWay(Throwable e) {
        return Database.sqlState(e).equals(ALREADY_IN_CACHE);
    }

    /**
     * Lets Derby forget the cached pages of the table that {@code e} is about; what they hold is written first. Waits for the table's
     * lock, so nobody calls this who has written to it in a transaction that is still open. False where no table is named.
     *
     * @throws SQLException when it could not be done, by a lock that was not to be had, for example
     */
    static boolean forget(DataSource derby, Throwable e) throws SQLException {
        Matcher page = CONTAINER.matcher(Database.rootMessage(e));
        if (!page.find()) {
            return false;
        }
        try (Connection connection = derby.getConnection()) {
            try {
                boolean known = forget(connection, Long.parseLong(page.group(1)));
                connection.commit();
                if (known) {
                    LOG.warn("{} was in the way; the cached pages of its table were forgotten", page.group());
                }
                return known;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private static boolean forget(Connection connection, long conglomerate) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT s.schemaname, t.tablename FROM sys.sysconglomerates c"
                                + " JOIN sys.systables t ON t.tableid = c.tableid"
                                + " JOIN sys.sysschemas s ON s.schemaid = t.schemaid WHERE c.conglomeratenumber = ?");
                // Truncates at the end alone, where there is nothing to be truncated: what is wanted is that it empties
                // the cache.
                CallableStatement truncate =
                        connection.prepareCall("CALL SYSCS_UTIL.SYSCS_INPLACE_COMPRESS_TABLE(?, ?, 0, 0, 1)")) {
            query.setLong(1, conglomerate);
            try (ResultSet table = query.executeQuery()) {
                if (!table.next()) {
                    return false;
                }
                truncate.setString(1, table.getString(1));
                truncate.setString(2, table.getString(2));
            }
            truncate.execute();
            return true;
        }
    }
}
