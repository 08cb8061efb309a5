-- Addresses with letters beyond US-ASCII before the at sign (RFC 6531), each of them another name of one account.
CREATE TABLE international_address (
    name VARCHAR(254) NOT NULL PRIMARY KEY,
    account VARCHAR(254) NOT NULL REFERENCES account (address)
);
CREATE INDEX international_address_account ON international_address (account);
