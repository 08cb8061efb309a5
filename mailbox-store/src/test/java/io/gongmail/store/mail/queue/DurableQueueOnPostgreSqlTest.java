package io.gongmail.store.mail.queue;

import io.gongmail.store.db.OnPostgreSql;

@OnPostgreSql
class DurableQueueOnPostgreSqlTest extends DurableQueueTest {}
