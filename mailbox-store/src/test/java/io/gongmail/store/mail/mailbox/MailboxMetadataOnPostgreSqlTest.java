package io.gongmail.store.mail.mailbox;

import io.gongmail.store.db.OnPostgreSql;

@OnPostgreSql
class MailboxMetadataOnPostgreSqlTest extends MailboxMetadataTest {}
