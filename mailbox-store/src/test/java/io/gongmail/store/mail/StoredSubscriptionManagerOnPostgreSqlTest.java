package io.gongmail.store.mail;

import io.gongmail.store.db.OnPostgreSql;

@OnPostgreSql
class StoredSubscriptionManagerOnPostgreSqlTest extends StoredSubscriptionManagerTest {}
