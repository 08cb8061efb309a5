-- From where accounts are used: one row for each certificate, network and client of an account. A client that does not tell
-- its name is the empty text.

CREATE TABLE place (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    certificate_sha256 CHAR(64) NOT NULL,
    network VARCHAR(64) NOT NULL,
    client VARCHAR(64) NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    standing VARCHAR(8) NOT NULL,
    PRIMARY KEY (account, certificate_sha256, network, client)
);
