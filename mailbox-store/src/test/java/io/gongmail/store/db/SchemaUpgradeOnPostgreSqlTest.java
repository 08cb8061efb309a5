package io.gongmail.store.db;

@OnPostgreSql
class SchemaUpgradeOnPostgreSqlTest extends SchemaUpgradeTest {
    @Override
    String url() {
        return PostgreSqlCluster.shared().empty();
    }

    @Override
    Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    String user() {
        return PostgreSqlCluster.USER;
    }

    @Override
    Database open(String url) {
        return PostgreSqlCluster.open(url, 6);
    }
}
