-- Mailboxes that nobody sees any more and whose messages are still going, some in each transaction.
CREATE TABLE deleted_mailbox (
    mailbox BIGINT NOT NULL PRIMARY KEY,
    user_name VARCHAR(320) NOT NULL,
    mailbox_name VARCHAR(600) NOT NULL,
    -- Milliseconds.
    deleted BIGINT NOT NULL
);
