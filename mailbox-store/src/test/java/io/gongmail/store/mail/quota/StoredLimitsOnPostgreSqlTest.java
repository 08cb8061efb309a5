package io.gongmail.store.mail.quota;

import io.gongmail.store.db.OnPostgreSql;

@OnPostgreSql
class StoredLimitsOnPostgreSqlTest extends StoredLimitsTest {}
