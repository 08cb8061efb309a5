-- What is noted on mailboxes (RFC 5464): by each user for themselves (/private), and for all (/shared), where user_name is empty.
CREATE TABLE mailbox_metadata (
    mailbox BIGINT NOT NULL,
    user_name VARCHAR(320) NOT NULL,
    entry VARCHAR(250) NOT NULL,
    content ${bytes} NOT NULL,
    PRIMARY KEY (mailbox, user_name, entry)
);
