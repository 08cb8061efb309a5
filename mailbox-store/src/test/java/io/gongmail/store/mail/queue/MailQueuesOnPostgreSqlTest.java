package io.gongmail.store.mail.queue;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.OnPostgreSql;
import io.gongmail.store.db.PostgreSqlCluster;

@OnPostgreSql
class MailQueuesOnPostgreSqlTest extends MailQueuesTest {
    private final String url = PostgreSqlCluster.shared().fresh();

    @Override
    Database openDatabase() {
        return PostgreSqlCluster.open(url, 4);
    }
}
