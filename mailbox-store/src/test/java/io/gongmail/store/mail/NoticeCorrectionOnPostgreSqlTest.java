package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.OnPostgreSql;
import io.gongmail.store.db.PostgreSqlCluster;

@OnPostgreSql
class NoticeCorrectionOnPostgreSqlTest extends NoticeCorrectionTest {
    private final String url = PostgreSqlCluster.shared().fresh();

    @Override
    Database database() {
        return PostgreSqlCluster.open(url, 8);
    }
}
