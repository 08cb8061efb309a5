-- Octets of all messages in a mailbox, changed with its other counts.
ALTER TABLE mailbox ADD COLUMN octets BIGINT DEFAULT 0 NOT NULL;
UPDATE mailbox SET octets = COALESCE((SELECT SUM(m.octets) FROM message m WHERE m.mailbox = mailbox.id), 0);

-- Limits that somebody set: of a user, of a domain, of all (named by the empty text). −1 is without limit, null is not set.
CREATE TABLE quota_limit (
    scope VARCHAR(8) NOT NULL,
    name VARCHAR(330) NOT NULL,
    octets BIGINT,
    messages BIGINT,
    PRIMARY KEY (scope, name)
);
