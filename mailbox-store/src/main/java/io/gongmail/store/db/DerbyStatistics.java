package io.gongmail.store.db;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What Derby once counted of indexes' values, by which it chooses its plans. */
final class DerbyStatistics {
    private record Table(String schema, String name) {}

    private DerbyStatistics() {}

    /**
     * Forgets all of it. Derby counts no more ({@link DerbySettings}), so that what a store of before was left with is of a mailbox as it
     * was then, for good; without it every store has the same plans.
     */
    static void forget(DataSource derby) throws SQLException {
        try (Connection connection = derby.getConnection()) {
            for (Table table : counted(connection)) {
                try (CallableStatement drop =
                        connection.prepareCall("CALL SYSCS_UTIL.SYSCS_DROP_STATISTICS(?, ?, NULL)")) {
                    drop.setString(1, table.schema);
                    drop.setString(2, table.name);
                    drop.execute();
                }
            }
            connection.commit();
        }
    }

    private static List<Table> counted(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT DISTINCT s.schemaname, t.tablename FROM sys.sysstatistics c"
                                + " JOIN sys.systables t ON t.tableid = c.tableid"
                                + " JOIN sys.sysschemas s ON s.schemaid = t.schemaid")) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2)));
            }
        }
        return tables;
    }
}
