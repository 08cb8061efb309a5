-- Whether an owner's vacation or forwarding is to be looked up when mail arrives: delivery reads the account's row anyway.
ALTER TABLE account ADD COLUMN reacts SMALLINT DEFAULT 0 NOT NULL;

-- What an owner has answered while away. It stays when it is turned off, to be turned on again.
CREATE TABLE vacation (
    account VARCHAR(254) NOT NULL PRIMARY KEY REFERENCES account (address),
    enabled SMALLINT NOT NULL,
    -- Days since 1970-01-01, as Korea has them, both included; no last day: until it is turned off.
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    subject VARCHAR(200) NOT NULL,
    answer VARCHAR(4000) NOT NULL
);

-- Who was answered, by the SHA-256 of the address; of one delivery there is one answer, however often it is tried.
CREATE TABLE vacation_answer (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    sender CHAR(64) NOT NULL,
    delivery CHAR(36) NOT NULL,
    answered BIGINT NOT NULL,
    PRIMARY KEY (account, sender)
);
CREATE INDEX vacation_answer_time ON vacation_answer (account, answered);

CREATE TABLE forwarding (
    account VARCHAR(254) NOT NULL PRIMARY KEY REFERENCES account (address),
    keeps_copy SMALLINT NOT NULL
);
CREATE TABLE forwarding_address (
    account VARCHAR(254) NOT NULL REFERENCES forwarding (account),
    place INTEGER NOT NULL,
    address VARCHAR(254) NOT NULL,
    PRIMARY KEY (account, place)
);

-- What such a letter tells besides; null where it tells nothing besides.
ALTER TABLE owner_letter ADD COLUMN told VARCHAR(1400);
