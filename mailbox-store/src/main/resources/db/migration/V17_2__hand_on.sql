-- What one person has asked for and another has not confirmed yet: that the mailbox of a closed account is a colleague's.
CREATE TABLE hand_on (
    account VARCHAR(254) NOT NULL PRIMARY KEY REFERENCES account (address),
    recipient VARCHAR(254) NOT NULL,
    asker VARCHAR(254) NOT NULL,
    asked BIGINT NOT NULL,
    reason VARCHAR(500) NOT NULL
);
CREATE INDEX hand_on_recipient ON hand_on (recipient);
CREATE INDEX hand_on_asker ON hand_on (asker);
