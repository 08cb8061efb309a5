package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.db.OnPostgreSql;
import io.gongmail.store.db.PostgreSqlCluster;
import io.gongmail.store.mail.content.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One database for a test class, its mail tables emptied before each test: on Derby, or where the class says {@link OnPostgreSql}
 * on that.
 */
public final class StoreInFolder implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private Path folder;
    private Database database;
    private ContentStore content;
    private StoredMappers mappers;
    private final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.parse("2026-03-02T00:00:00Z"));
    private final MessageNumber.Factory ids = new MessageNumber.Factory(clock, new SecureRandom());

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (folder != null) {
            return;
        }
        folder = Files.createTempDirectory("gongmail-store");
        boolean postgreSql = context.getRequiredTestClass().isAnnotationPresent(OnPostgreSql.class);
        database = postgreSql
                ? PostgreSqlCluster.open(PostgreSqlCluster.shared().fresh(), 8)
                : FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        content = ContentStore.open(database, folder.resolve("content"), ContentStore.DEFAULT_SEGMENT_SIZE);
        openMappers();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.transact(tx -> {
            for (String table : List.of(
                    "message",
                    "deleted_message",
                    "shape",
                    "expunged",
                    "mailbox_grant",
                    "annotation",
                    "mailbox_metadata",
                    "subscription",
                    "mailbox",
                    "quota_limit")) {
                tx.sql().execute("DELETE FROM " + table);
            }
            return 0;
        });
        // What was there is not remembered either.
        mappers.close();
        openMappers();
    }

    private void openMappers() {
        mappers = new StoredMappers(database, content, 1_024, MessageDescriber.NONE, false, clock);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (context.getTestClass().map(Class::isMemberClass).orElse(false)) {
            return;
        }
        mappers.close();
        content.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        // The class that extends this one and runs on another database begins anew.
        folder = null;
    }

    public Database database() {
        return database;
    }

    public StoredMappers mappers() {
        return mappers;
    }

    public ContentStore content() {
        return content;
    }

    public UpdatableTickingClock clock() {
        return clock;
    }

    public MessageNumber.Factory ids() {
        return ids;
    }
}
