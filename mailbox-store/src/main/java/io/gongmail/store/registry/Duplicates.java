package io.gongmail.store.registry;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;

/** Two who want one unique thing at once: the database lets one have it, and the other looks again. */
final class Duplicates {
    private static final int ATTEMPTS = 3;

    private Duplicates() {}

    /**
     * Runs {@code work}, which first looks whether what it wants is free and then takes it. When somebody took it in
     * between, it is rolled back and run again, and now sees that.
     */
    static <T> T lookAgain(Database database, Database.Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.transact(work);
            } catch (StoreException e) {
                if (!Database.isDuplicate(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
