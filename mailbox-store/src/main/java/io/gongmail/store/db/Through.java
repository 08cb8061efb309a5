package io.gongmail.store.db;

/**
 * Names the index through which Derby reads a table, to be put behind the table in a statement. Its optimizer has to guess how
 * many rows a range behind {@code ?} means, and would sooner read the whole table; it does not plan anew as the table grows.
 * Where it does not read so, the statement cannot be prepared. PostgreSQL, which plans well, sees a comment.
 */
public final class Through {
    private Through() {}

    /** @param name of a primary key that was named when it was made */
    public static String key(String name) {
        return " --DERBY-PROPERTIES constraint=" + name + "\n";
    }

    public static String index(String name) {
        return " --DERBY-PROPERTIES index=" + name + "\n";
    }
}
